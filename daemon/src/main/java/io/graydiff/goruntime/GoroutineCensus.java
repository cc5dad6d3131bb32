package io.graydiff.goruntime;

import io.graydiff.goruntime.RemoteMemory.Range;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Counts the goroutines of a running process by who created them and what they wait for: reads
 * every {@code g} in {@code runtime.allgs} by process_vm_readv, with no probe, while the process
 * runs on. The goroutines are therefore not all of the same instant; in a process that rests the
 * count is exact.
 *
 * <p>Bounded: of a list longer than {@value #MOST_READ} only one in 2, 4, 8... is read, chosen by a
 * hash of its position so that creators that take turns are not told apart, and always the same
 * ones so that their ages can be told. Not safe for use by several threads.
 */
public final class GoroutineCensus {
  /** Goroutines that are read at most. */
  static final int MOST_READ = 50_000;

  /** One that waits for another goroutine for so long counts as blocked. */
  public static final long BLOCKED_NANOS = 10_000_000_000L;

  private static final long MOST = 1L << 26;
  private static final int MOST_GROUPS = 4096;
  private static final int BATCH = 1024;
  private static final int REPETITIONS = 3;
  private static final int SCAN_BIT = 0x1000;
  private static final int RUNNABLE = 1;
  private static final int RUNNING = 2;
  private static final int SYSCALL = 3;
  private static final int WAITING = 4;
  private static final int PREEMPTED = 9;
  private static final int LEAKED = 10;

  /**
   * Waits that only another goroutine ends: no sleep, no network, nothing of the runtime's own. A
   * leaked goroutine, which the collector of Go 1.26 may find, waits for one that will never come.
   */
  private static final Set<String> BY_OTHERS = Set.of("semacquire", "leaked");

  private record Key(long creator, long start, int state) {}

  private static final class Sum {
    long count;
    long blocked;
    long stuck;
    long oldest;
  }

  private final RemoteMemory memory;
  private final GoLayout layout;
  private final long allgs;
  private final LongSupplier clock;
  private final ParkAges ages = new ParkAges();
  private long lastBegin;
  private final Fields fields;

  /** Where in a {@code g} the fields stand. */
  private record Fields(
      int status, int id, int reason, int runs, int creator, int start, int from, int length) {
    static Fields of(GoLayout layout) {
      int first = at(layout, "atomicstatus");
      int start = at(layout, "startpc");
      return new Fields(
          0,
          at(layout, "goid") - first,
          at(layout, "waitreason") - first,
          at(layout, "trackingSeq") - first,
          at(layout, "gopc") - first,
          start - first,
          first,
          start + Long.BYTES - first);
    }

    private static int at(GoLayout layout, String field) {
      return layout.offset("runtime.g", field).orElseThrow();
    }
  }

  /**
   * @param allgs address of the variable in the process
   * @param clock monotonic nanoseconds
   */
  GoroutineCensus(RemoteMemory memory, GoLayout layout, long allgs, LongSupplier clock) {
    this.memory = memory;
    this.layout = layout;
    this.allgs = allgs;
    this.clock = clock;
    fields = Fields.of(layout);
  }

  /**
   * Counts.
   *
   * @throws TargetMemoryException when the process is gone, or its list changed faster than it
   *     could be read
   */
  public Goroutines take() throws TargetMemoryException {
    long begin = clock.getAsLong();
    ByteBuffer list = list();
    int all = list.limit() / Long.BYTES;
    int stride = Integer.highestOneBit(Math.max(1, (all - 1) / MOST_READ)) * 2;
    stride = all <= MOST_READ ? 1 : stride;
    ages.reserve(all);
    Map<Key, Sum> sums = new HashMap<>();
    int[] positions = new int[BATCH];
    List<Range> ranges = new ArrayList<>(BATCH);
    for (int i = 0; i < all; i++) {
      long g = list.getLong(i * Long.BYTES);
      if (g != 0 && isChosen(i, stride)) {
        positions[ranges.size()] = i;
        ranges.add(new Range(g + fields.from(), fields.length()));
      }
      if (ranges.size() == BATCH || i == all - 1) {
        count(memory.read(ranges), positions, begin, sums);
        ranges.clear();
      }
    }
    lastBegin = begin;
    return new Goroutines(groups(sums, stride), stride, clock.getAsLong() - begin);
  }

  private static boolean isChosen(int position, int stride) {
    return (((position * 0x9e3779b97f4a7c15L) >>> 40) & (stride - 1)) == 0;
  }

  /** The addresses of all goroutines. The list moves when it grows: then it is read again. */
  private ByteBuffer list() throws TargetMemoryException {
    for (int i = 0; i < REPETITIONS; i++) {
      ByteBuffer slice = memory.read(allgs, GoSlice.BYTES);
      long array = slice.getLong(0);
      long count = slice.getLong(GoSlice.LENGTH_AT);
      if (count < 1 || count > MOST) {
        throw new TargetMemoryException(
            "process " + memory.pid() + ": " + count + " is no number of goroutines");
      }
      ByteBuffer list = memory.read(array, (int) count * Long.BYTES);
      if (memory.read(allgs, Long.BYTES).getLong() == array) {
        return list;
      }
    }
    throw new TargetMemoryException(
        "process " + memory.pid() + ": its list of goroutines moved each time it was read");
  }

  private void count(ByteBuffer bytes, int[] positions, long now, Map<Key, Sum> sums) {
    int batch = bytes.limit() / fields.length();
    for (int i = 0; i < batch; i++) {
      int base = i * fields.length();
      int status = bytes.getInt(base + fields.status()) & ~SCAN_BIT;
      if (!isLive(status)) {
        continue;
      }
      int state = status == WAITING ? bytes.get(base + fields.reason()) & 0xff : -status;
      long id = bytes.getLong(base + fields.id());
      int runs = bytes.get(base + fields.runs()) & 0xff;
      long age = status == RUNNING ? 0 : ages.age(positions[i], id, state, runs, now);
      Key key =
          new Key(
              bytes.getLong(base + fields.creator()), bytes.getLong(base + fields.start()), state);
      if (sums.size() >= MOST_GROUPS && !sums.containsKey(key)) {
        key = new Key(0, 0, state);
      }
      Sum sum = sums.computeIfAbsent(key, k -> new Sum());
      sum.count++;
      if (age >= BLOCKED_NANOS && endsByOthers(state)) {
        sum.blocked++;
        sum.stuck += age - (now - lastBegin) < BLOCKED_NANOS ? 1 : 0;
      }
      sum.oldest = Math.max(sum.oldest, age);
    }
  }

  private static boolean isLive(int status) {
    return status == RUNNABLE
        || status == RUNNING
        || status == SYSCALL
        || status == WAITING
        || status == PREEMPTED
        || status == LEAKED;
  }

  private boolean endsByOthers(int state) {
    String name = name(state);
    return name.startsWith("chan ")
        || name.startsWith("select")
        || name.startsWith("sync.")
        || BY_OTHERS.contains(name);
  }

  private String name(int state) {
    if (state < 0) {
      return switch (-state) {
        case RUNNING -> "running";
        case SYSCALL -> "syscall";
        case LEAKED -> "leaked";
        default -> "runnable";
      };
    }
    List<String> reasons = layout.waitReasons();
    return state < reasons.size() && !reasons.get(state).isEmpty()
        ? reasons.get(state)
        : "reason " + state;
  }

  private List<Goroutines.Group> groups(Map<Key, Sum> sums, int stride) {
    List<Goroutines.Group> groups = new ArrayList<>();
    sums.forEach(
        (key, sum) ->
            groups.add(
                new Goroutines.Group(
                    key.creator(),
                    key.start(),
                    name(key.state()),
                    sum.count * stride,
                    sum.blocked * stride,
                    sum.stuck * stride,
                    sum.oldest)));
    return groups;
  }
}
