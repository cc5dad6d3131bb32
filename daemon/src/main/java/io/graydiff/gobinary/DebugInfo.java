package io.graydiff.gobinary;

import java.util.Optional;
import java.util.Set;

/**
 * Reads the types of a program from {@code .debug_info}, DWARF 2 to 5, compressed or not. Go's
 * linker puts those of all packages into a unit of package runtime, which has a second one for its
 * assembly, so units but these are passed over. Whatever the sections hold, no more than so many
 * bytes are gone through.
 */
final class DebugInfo {
  private static final String UNIT_WITH_TYPES = "runtime";

  /** The unit of a program of 100 MB has a tenth of that. */
  private static final long UNIT_LIMIT = 1L << 26;

  private static final int ENTRIES_LIMIT = 1 << 21;
  private static final int UNITS_LIMIT = 1 << 18;
  private static final int STRUCTURES_LIMIT = 1 << 16;
  private static final int MEMBERS_LIMIT = 1 << 20;
  private static final int NAME_LIMIT = 128;
  private static final int POINTER_BYTES = 8;

  private static final int TAG_ARRAY = 0x01;
  private static final int TAG_MEMBER = 0x0d;
  private static final int TAG_POINTER = 0x0f;
  private static final int TAG_COMPILE_UNIT = 0x11;
  private static final int TAG_STRUCTURE = 0x13;
  private static final int TAG_FUNCTION_TYPE = 0x15;
  private static final int TAG_TYPEDEF = 0x16;
  private static final int TAG_BASE = 0x24;
  private static final int TAG_VARIABLE = 0x34;
  private static final int AT_NAME = 0x03;
  private static final int AT_SIZE = 0x0b;
  private static final int AT_MEMBER_LOCATION = 0x38;
  private static final int AT_TYPE = 0x49;

  private final ElfFile elf;
  private final Set<String> structures;
  private final Set<String> variables;
  private final DebugTypes types = new DebugTypes();

  /** The structure whose members come; empty when nobody asks for them. */
  private Optional<DebugTypes.Structure> current = Optional.empty();

  private int kept;
  private int members;
  private int entries;

  // What the entry at hand says.
  private String name = "";
  private long size;
  private long location;
  private long type;

  private DebugInfo(ElfFile elf, Set<String> structures, Set<String> variables) {
    this.elf = elf;
    this.structures = structures;
    this.variables = variables;
  }

  /**
   * The types of a program; empty when it has no debugging data.
   *
   * @param structures whose members are asked for; those of package runtime, and those without a
   *     name, are read in any case, as they may be nested in others
   * @param variables whose types are asked for by the variable's name
   */
  static Optional<DebugTypes> types(ElfFile elf, Set<String> structures, Set<String> variables)
      throws GoBinaryException {
    Optional<SectionStream> section = SectionStream.of(elf, "debug_info");
    if (section.isEmpty()) {
      return Optional.empty();
    }
    try (SectionStream in = section.get()) {
      return new DebugInfo(elf, structures, variables).read(in);
    }
  }

  private Optional<DebugTypes> read(SectionStream in) throws GoBinaryException {
    long known = -1;
    DebugAbbreviations abbreviations = DebugAbbreviations.NONE;
    for (int units = 0; !in.atEnd(); units++) {
      DebugUnit unit = DebugUnit.read(in);
      if (units == UNITS_LIMIT || unit.end() <= in.position()) {
        throw GoBinaryException.damaged("debugging data: units without end");
      }
      if (unit.abbreviations() >= 0) {
        if (known != unit.abbreviations()) {
          abbreviations = DebugAbbreviations.read(elf, unit.abbreviations());
          known = unit.abbreviations();
        }
        long code = in.number();
        if (code != 0) {
          int tag = entry(in, abbreviations.shape(code), unit);
          if (tag == TAG_COMPILE_UNIT && name.equals(UNIT_WITH_TYPES)) {
            entries(in, abbreviations, unit);
          }
        }
      }
      in.skip(unit.end() - in.position());
    }
    return Optional.of(types);
  }

  private void entries(SectionStream in, DebugAbbreviations abbreviations, DebugUnit unit)
      throws GoBinaryException {
    while (in.position() < unit.end()) {
      long at = in.position();
      if (++entries > ENTRIES_LIMIT || at - unit.start() > UNIT_LIMIT) {
        throw GoBinaryException.damaged("debugging data: entries without end");
      }
      long code = in.number();
      if (code != 0) {
        keep(entry(in, abbreviations.shape(code), unit), at);
      }
    }
  }

  /** Reads an entry's attributes; gives its tag. */
  private int entry(SectionStream in, DebugAbbreviations.Shape shape, DebugUnit unit)
      throws GoBinaryException {
    boolean named = wantsName(shape.tag());
    name = "";
    size = -1;
    location = 0;
    type = -1;
    for (DebugAbbreviations.Attribute attribute : shape.attributes()) {
      int form = attribute.form();
      if (attribute.name() == AT_NAME && named && form == DebugForm.STRING) {
        name = in.text(NAME_LIMIT);
        continue;
      }
      long value =
          form == DebugForm.IMPLICIT_CONST ? attribute.constant() : DebugForm.read(in, form, unit);
      switch (attribute.name()) {
        case AT_SIZE -> size = value;
        case AT_MEMBER_LOCATION -> location = value;
        case AT_TYPE -> type = value;
        default -> {}
      }
    }
    return shape.tag();
  }

  private boolean wantsName(int tag) {
    return tag == TAG_STRUCTURE
        || tag == TAG_MEMBER && current.isPresent()
        || tag == TAG_VARIABLE
        || tag == TAG_COMPILE_UNIT;
  }

  private boolean isKept() {
    return name.startsWith("runtime.") || name.startsWith("struct {") || structures.contains(name);
  }

  private static void limit(int count, int limit) throws GoBinaryException {
    if (count > limit) {
      throw GoBinaryException.damaged("debugging data: types without end");
    }
  }

  private void keep(int tag, long at) throws GoBinaryException {
    switch (tag) {
      case TAG_STRUCTURE -> {
        types.add(at, Math.max(0, size));
        current = isKept() ? Optional.of(types.addStructure(at, name, size)) : Optional.empty();
        limit(current.isPresent() ? ++kept : kept, STRUCTURES_LIMIT);
      }
      case TAG_MEMBER -> {
        limit(++members, MEMBERS_LIMIT);
        current.ifPresent(in -> in.members().add(new DebugTypes.Member(name, location, type)));
      }
      case TAG_TYPEDEF -> types.add(at, type < 0 ? 0 : ~type);
      case TAG_POINTER, TAG_FUNCTION_TYPE -> types.add(at, size < 0 ? POINTER_BYTES : size);
      case TAG_ARRAY, TAG_BASE -> types.add(at, Math.max(0, size));
      case TAG_VARIABLE -> {
        if (variables.contains(name)) {
          types.addVariable(name, type);
        }
      }
      default -> {}
    }
  }
}
