package io.graydiff.goruntime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where the structures of one Go version on one architecture hold their fields, and what its
 * numbers mean. Structures are named as in DWARF ({@code runtime.g}, {@code net/http.Request});
 * dots enter nested ones ({@code heapStats.gen}). A field that a version calls differently is found
 * by the name listed first in {@code fields.txt}. Immutable.
 */
public final class GoLayout {
  /** The field name under which a structure's own size stands. */
  static final String SIZEOF = "sizeof";

  /**
   * A field.
   *
   * @param offset in bytes from the start of the structure
   * @param size in bytes
   */
  public record Field(int offset, int size) {
    /**
     * The integer that stands here in a copy, sign-extended to 64 bits.
     *
     * @param skipped how many bytes at the structure's start were not copied
     */
    long number(ByteBuffer copy, int skipped) {
      int at = offset - skipped;
      return switch (size) {
        case Byte.BYTES -> copy.get(at);
        case Short.BYTES -> copy.getShort(at);
        case Integer.BYTES -> copy.getInt(at);
        case Long.BYTES -> copy.getLong(at);
        default -> throw new IllegalArgumentException("a field of " + size + " bytes is no number");
      };
    }

    /** The bytes of it in a copy, little-endian. */
    ByteBuffer slice(ByteBuffer copy, int skipped) {
      return copy.slice(offset - skipped, size).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  private final String version;
  private final Map<String, Map<String, Field>> structures;
  private final List<String> waitReasons;
  private final List<String> stwReasons;
  private final List<Integer> sizeClasses;

  GoLayout(
      String version,
      Map<String, Map<String, Field>> structures,
      List<String> waitReasons,
      List<String> stwReasons,
      List<Integer> sizeClasses) {
    this.version = version;
    this.structures = Map.copyOf(structures);
    this.waitReasons = List.copyOf(waitReasons);
    this.stwReasons = List.copyOf(stwReasons);
    this.sizeClasses = List.copyOf(sizeClasses);
  }

  /** All fields, by the names of their structures. */
  Map<String, Map<String, Field>> structures() {
    return structures;
  }

  /** The same version with these fields. */
  GoLayout with(Map<String, Map<String, Field>> other) {
    return new GoLayout(version, other, waitReasons, stwReasons, sizeClasses);
  }

  /** The Go version whose layout this is, such as {@code 1.22}. */
  public String version() {
    return version;
  }

  /** A field, empty when this version has none of that name. */
  public Optional<Field> field(String structure, String field) {
    return Optional.ofNullable(structures.getOrDefault(structure, Map.of()).get(field));
  }

  /** The offset of a field in bytes, empty when this version has none of that name. */
  public OptionalInt offset(String structure, String field) {
    return field(structure, field)
        .map(found -> OptionalInt.of(found.offset()))
        .orElseGet(OptionalInt::empty);
  }

  /** The size of a structure in bytes, empty when this version does not have it. */
  public OptionalInt sizeOf(String structure) {
    return field(structure, SIZEOF)
        .map(found -> OptionalInt.of(found.size()))
        .orElseGet(OptionalInt::empty);
  }

  /** The text of each {@code runtime.waitReason}, by its number. */
  public List<String> waitReasons() {
    return waitReasons;
  }

  /** The text of each {@code runtime.stwReason}, by its number; empty before Go 1.21. */
  public List<String> stwReasons() {
    return stwReasons;
  }

  /**
   * The slot size in bytes of each size class of the allocator; class 0 holds the large objects.
   */
  public List<Integer> sizeClasses() {
    return sizeClasses;
  }
}
