package io.graydiff.gobinary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The structures of a program as its debugging data describe them. Immutable once read.
 *
 * <p>Sizes and references of all types are kept as 16 bytes each, members only of structures.
 */
public final class DebugTypes {
  /** A type refers to another one at most so often before it is taken for a circle. */
  private static final int DEPTH = 32;

  /**
   * Where something stands in a structure.
   *
   * @param offset in bytes from its start
   * @param size in bytes
   */
  public record Extent(int offset, int size) {}

  /** A member of a structure, with where its type stands in the debugging data. */
  record Member(String name, long offset, long type) {}

  /** A structure. */
  record Structure(long size, List<Member> members) {}

  private long[] offsets = new long[1 << 10];

  /** The size in bytes, or, below zero, the complement of where the type meant stands. */
  private long[] sizes = new long[1 << 10];

  private int count;
  private final Map<Long, Structure> structures = new HashMap<>();
  private final Map<String, Long> named = new HashMap<>();
  private final Map<String, Long> variables = new HashMap<>();

  DebugTypes() {}

  /** Types come in the order of their places. */
  void add(long at, long sizeOrReference) {
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * count);
      sizes = Arrays.copyOf(sizes, 2 * count);
    }
    offsets[count] = at;
    sizes[count++] = sizeOrReference;
  }

  Structure addStructure(long at, String name, long size) {
    Structure structure = new Structure(size, new ArrayList<>());
    structures.put(at, structure);
    named.putIfAbsent(name, at);
    return structure;
  }

  void addVariable(String name, long type) {
    variables.putIfAbsent(name, type);
  }

  /** Whether a structure of this name is described. */
  public boolean has(String structure) {
    return named.containsKey(structure);
  }

  /**
   * The name under which a variable's structure is asked for, which may have no name of its own.
   */
  public static String ofVariable(String variable) {
    return "typeof " + variable;
  }

  private Optional<Structure> structure(String name) {
    Long at = named.get(name);
    if (at == null && name.startsWith("typeof ")) {
      at = variables.get(name.substring("typeof ".length()));
    }
    return at == null ? Optional.empty() : resolve(at);
  }

  /** The size of a structure in bytes. */
  public Optional<Integer> sizeOf(String structure) {
    return structure(structure).flatMap(found -> whole(found.size()));
  }

  /** A member by its name, with dots into nested structures. */
  public Optional<Extent> field(String structure, String path) {
    Optional<Structure> in = structure(structure);
    long offset = 0;
    String[] names = path.split("\\.", -1);
    for (int i = 0; i < names.length && in.isPresent(); i++) {
      String name = names[i];
      Optional<Member> member =
          in.get().members().stream().filter(m -> m.name().equals(name)).findFirst();
      if (member.isEmpty()) {
        return Optional.empty();
      }
      offset += member.get().offset();
      if (i == names.length - 1) {
        return extent(offset, sizeAt(member.get().type(), 0));
      }
      in = resolve(member.get().type());
    }
    return Optional.empty();
  }

  private static Optional<Extent> extent(long offset, long size) {
    return whole(offset).flatMap(at -> whole(size).map(length -> new Extent(at, length)));
  }

  private static Optional<Integer> whole(long value) {
    return value < 0 || value > Integer.MAX_VALUE ? Optional.empty() : Optional.of((int) value);
  }

  private Optional<Structure> resolve(long type) {
    long at = type;
    for (int i = 0; i < DEPTH; i++) {
      Structure found = structures.get(at);
      if (found != null) {
        return Optional.of(found);
      }
      int index = Arrays.binarySearch(offsets, 0, count, at);
      if (index < 0 || sizes[index] >= 0) {
        return Optional.empty();
      }
      at = ~sizes[index];
    }
    return Optional.empty();
  }

  private long sizeAt(long type, int depth) {
    int index = Arrays.binarySearch(offsets, 0, count, type);
    if (index < 0 || depth > DEPTH) {
      return -1;
    }
    return sizes[index] >= 0 ? sizes[index] : sizeAt(~sizes[index], depth + 1);
  }
}
