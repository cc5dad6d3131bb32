package io.graydiff.goruntime;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A copy of a structure of the target, read field by field.
 *
 * @param bytes the structure from its start, or from {@code skipped} on
 * @param skipped how many bytes at the structure's start were not copied
 */
record StructView(GoLayout layout, String structure, ByteBuffer bytes, int skipped) {
  StructView(GoLayout layout, String structure, ByteBuffer bytes) {
    this(layout, structure, bytes, 0);
  }

  /** An integer field, sign-extended to 64 bits; empty when the version has no such field. */
  Optional<Long> number(String field) {
    return layout.field(structure, field).map(f -> f.number(bytes, skipped));
  }

  /** A number that every supported version has. */
  long known(String field) {
    return number(field)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Go " + layout.version() + " has no " + structure + '.' + field));
  }

  /** A number that not every version has, 0 where it lacks. */
  long orZero(String field) {
    return number(field).orElse(0L);
  }

  /** The bytes of a field; empty when the version has no such field. */
  Optional<ByteBuffer> slice(String field) {
    return layout.field(structure, field).map(f -> f.slice(bytes, skipped));
  }

  /** A structure nested in a field. */
  Optional<StructView> nested(String field, String inner) {
    return slice(field).map(part -> new StructView(layout, inner, part));
  }
}
