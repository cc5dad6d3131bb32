package io.graydiff.gobinary;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds functions by name: one pass over the table to make it, 8 bytes a function, and from then on
 * a lookup reads only the candidates. The pass also checks the order that the table must have.
 */
final class FunctionIndex {
  private static final long HASH = 0xffffffff_00000000L;

  private final PcLineTable table;
  private final FileBytes bytes;

  /** Hash of the name in the upper half, number of the function in the lower, sorted. */
  private final long[] keys;

  private FunctionIndex(PcLineTable table, FileBytes bytes, long[] keys) {
    this.table = table;
    this.bytes = bytes;
    this.keys = keys;
  }

  static FunctionIndex of(PcLineTable table, FileBytes bytes) throws GoBinaryException {
    long[] keys = new long[table.count()];
    long nameBytesLeft = 2 * table.nameBytes();
    long previous = table.entry(0);
    for (int i = 0; i < keys.length; i++) {
      long next = table.entry(i + 1);
      if (next < previous) {
        throw GoBinaryException.damaged("its function table is not in the order of addresses");
      }
      previous = next;
      long name = bytes.hashedText(table.nameOf(i));
      nameBytesLeft -= (int) name;
      if (nameBytesLeft < 0) {
        throw GoBinaryException.damaged("the names of its functions overlap");
      }
      keys[i] = name & HASH | i;
    }
    Arrays.sort(keys);
    return new FunctionIndex(table, bytes, keys);
  }

  /** The number of the largest function of this name: the others of that name are its wrappers. */
  Optional<Integer> find(String name) throws GoBinaryException {
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    int hash = FileBytes.hash(wanted);
    int position = Arrays.binarySearch(keys, (long) hash << Integer.SIZE);
    Optional<Integer> best = Optional.empty();
    long bestSize = -1;
    for (int k = position < 0 ? -position - 1 : position;
        k < keys.length && keys[k] >> Integer.SIZE == hash;
        k++) {
      int i = (int) keys[k];
      long size = table.entry(i + 1) - table.entry(i);
      if (size > bestSize && isName(table.nameOf(i), wanted)) {
        best = Optional.of(i);
        bestSize = size;
      }
    }
    return best;
  }

  private boolean isName(long at, byte[] wanted) throws GoBinaryException {
    for (int i = 0; i < wanted.length; i++) {
      if (bytes.u8(at + i) != (wanted[i] & 0xff)) {
        return false;
      }
    }
    return bytes.u8(at + wanted.length) == 0;
  }
}
