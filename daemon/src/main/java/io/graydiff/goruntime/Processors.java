package io.graydiff.goruntime;

import io.graydiff.goruntime.RemoteMemory.Range;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The Ps of the runtime: what each keeps for itself before it is added to the variables. A P once
 * made is never freed, so the ones beyond GOMAXPROCS that {@code allp} still has room for are read
 * too: they hold goroutine ids that were reserved and never used.
 */
final class Processors {
  private static final String STRUCTURE = "runtime.p";
  private static final int MOST = 1 << 16;
  private static final List<String> FIELDS =
      List.of("mcache", "goidcache", "goidcacheend", "gFree.n", "numTimers", "deletedTimers");

  /**
   * The fields of one P that are read.
   *
   * @param mcache address of its cache of spans, 0 when it has none
   * @param reservedUpTo the end of the goroutine ids that it has reserved
   * @param unusedIds how many of them it has not used yet
   * @param freeGoroutines ended goroutines that it keeps for reuse
   * @param timers in its heap that are not known to be stopped
   */
  record P(long mcache, long reservedUpTo, long unusedIds, long freeGoroutines, long timers) {}

  private final RemoteMemory memory;
  private final List<GoLayout.Field> fields;

  Processors(RemoteMemory memory, GoLayout layout) {
    this.memory = memory;
    this.fields = FIELDS.stream().map(name -> layout.field(STRUCTURE, name).orElseThrow()).toList();
  }

  /** The addresses of all Ps that were ever made. */
  List<Long> addresses(long array, long capacity) throws TargetMemoryException {
    if (capacity < 0 || capacity > MOST) {
      throw new TargetMemoryException(
          "process " + memory.pid() + ": " + capacity + " is no number of Ps");
    }
    ByteBuffer words = memory.read(array, (int) capacity * Long.BYTES);
    List<Long> addresses = new ArrayList<>();
    while (words.hasRemaining()) {
      long address = words.getLong();
      if (address != 0) {
        addresses.add(address);
      }
    }
    return addresses;
  }

  /** Reads the Ps at these addresses. */
  List<P> read(List<Long> addresses) throws TargetMemoryException {
    List<Range> ranges = new ArrayList<>();
    for (long address : addresses) {
      for (GoLayout.Field field : fields) {
        ranges.add(new Range(address + field.offset(), field.size()));
      }
    }
    ByteBuffer bytes = memory.read(ranges).order(ByteOrder.LITTLE_ENDIAN);
    List<P> all = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i++) {
      all.add(next(bytes));
    }
    return all;
  }

  private P next(ByteBuffer bytes) {
    long[] values = new long[fields.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = fields.get(i).size() == Integer.BYTES ? bytes.getInt() : bytes.getLong();
    }
    return new P(values[0], values[2], values[2] - values[1], values[3], values[4] - values[5]);
  }
}
