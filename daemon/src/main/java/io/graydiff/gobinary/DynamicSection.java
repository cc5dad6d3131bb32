package io.graydiff.gobinary;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a program tells the dynamic loader (PT_DYNAMIC), one value a tag. Layout: System V ABI,
 * chapter 5, Elf64_Dyn.
 */
final class DynamicSection {
  static final int NEEDED = 1;
  static final int RELA = 7;
  static final int RELA_BYTES = 8;
  private static final int BIND_NOW = 24;
  private static final int FLAGS = 30;
  private static final int FLAGS_1 = 0x6ffffffb;
  private static final int FLAG_BIND_NOW = 8;
  private static final int FLAG_1_NOW = 1;
  private static final int ENTRY_BYTES = 16;
  private static final int ENTRY_LIMIT = 1 << 12;

  private final Map<Long, Long> values = new HashMap<>();

  DynamicSection(ElfFile elf) throws GoBinaryException {
    FileBytes bytes = elf.bytes();
    Optional<Segment> segment = elf.segment(Segment.DYNAMIC);
    if (segment.isEmpty()) {
      return;
    }
    long at = segment.get().offset();
    bytes.check(at, segment.get().fileBytes());
    long end = at + Math.min(segment.get().fileBytes(), (long) ENTRY_LIMIT * ENTRY_BYTES);
    for (; at <= end - ENTRY_BYTES && bytes.i64(at) != 0; at += ENTRY_BYTES) {
      values.putIfAbsent(bytes.i64(at), bytes.i64(at + Long.BYTES));
    }
  }

  OptionalLong value(long tag) {
    Long value = values.get(tag);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** Whether all functions are bound before the program starts. */
  boolean bindsNow() {
    return values.containsKey((long) BIND_NOW)
        || (values.getOrDefault((long) FLAGS, 0L) & FLAG_BIND_NOW) != 0
        || (values.getOrDefault((long) FLAGS_1, 0L) & FLAG_1_NOW) != 0;
  }
}
