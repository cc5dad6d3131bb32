package io.graydiff.gobinary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which attributes the entries of a unit have, by the number that each entry begins with. */
final class DebugAbbreviations {
  /** Go has about forty, other compilers a few hundred. */
  private static final int LIMIT = 1 << 12;

  private static final int ATTRIBUTES_LIMIT = 1 << 14;

  /**
   * The shape of an entry.
   *
   * @param tag what it describes
   * @param attributes in their order
   */
  record Shape(int tag, boolean hasChildren, List<Attribute> attributes) {
    Shape {
      attributes = List.copyOf(attributes);
    }
  }

  /**
   * An attribute.
   *
   * @param constant its value, if the form says that it stands here
   */
  record Attribute(int name, int form, long constant) {}

  static final DebugAbbreviations NONE = new DebugAbbreviations(Map.of());

  private final Map<Long, Shape> shapes;

  private DebugAbbreviations(Map<Long, Shape> shapes) {
    this.shapes = shapes;
  }

  /** Reads those that begin at an offset of {@code .debug_abbrev}. */
  static DebugAbbreviations read(ElfFile elf, long offset) throws GoBinaryException {
    Map<Long, Shape> shapes = new HashMap<>();
    int total = 0;
    Optional<SectionStream> section = SectionStream.of(elf, "debug_abbrev");
    if (section.isPresent()) {
      try (SectionStream in = section.get()) {
        in.skip(offset);
        for (long code = in.number(); code != 0; code = in.number()) {
          Shape shape = shape(in);
          total += 1 + shape.attributes().size();
          if (shapes.size() == LIMIT || total > ATTRIBUTES_LIMIT) {
            throw GoBinaryException.damaged("debugging data: abbreviations without end");
          }
          shapes.put(code, shape);
        }
      }
    }
    return new DebugAbbreviations(shapes);
  }

  private static Shape shape(SectionStream in) throws GoBinaryException {
    int tag = (int) in.number();
    boolean hasChildren = in.u8() != 0;
    List<Attribute> attributes = new ArrayList<>();
    while (true) {
      int name = (int) in.number();
      int form = (int) in.number();
      long constant = form == DebugForm.IMPLICIT_CONST ? in.number() : 0;
      if (name == 0 && form == 0) {
        return new Shape(tag, hasChildren, attributes);
      }
      if (attributes.size() == LIMIT) {
        throw GoBinaryException.damaged("debugging data: attributes without end");
      }
      attributes.add(new Attribute(name, form, constant));
    }
  }

  Shape shape(long code) throws GoBinaryException {
    Shape shape = shapes.get(code);
    if (shape == null) {
      throw GoBinaryException.damaged("debugging data: an entry of unknown shape");
    }
    return shape;
  }
}
