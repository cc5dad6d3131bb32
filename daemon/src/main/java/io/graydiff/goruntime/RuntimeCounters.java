package io.graydiff.goruntime;

import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The read tier: the counters and histograms that Go's runtime keeps of itself, copied out of a
 * running process with process_vm_readv. No probe is set, the process is not stopped and does not
 * notice.
 *
 * <p>The variables are found by the symbol table, in a stripped program by the code that uses them
 * ({@link VariableFinder}), and what stands there is checked before it is believed. A snapshot
 * takes about one system call for each P and thread, and a handful more.
 *
 * <p>Everything is copied while the program runs. A snapshot is repeated, a few times at most, when
 * a second copy shows that the first was taken in the middle of a change. Not safe for use by
 * several threads.
 */
public final class RuntimeCounters {
  private static final int REPETITIONS = 4;

  /** While the allocator's statistics are being added up there is nothing to be read from them. */
  private static final int MOST_REPETITIONS = 32;

  private final RemoteMemory memory;
  private final GoLayout layout;
  private final GrowingFields growing;
  private final long bias;
  private final Map<RuntimeVariable, Long> candidates;
  private Map<RuntimeVariable, Long> accepted = Map.of();
  private Optional<HeapCounters> lastHeap = Optional.empty();
  private Optional<RawSnapshot> previous = Optional.empty();

  private RuntimeCounters(
      RemoteMemory memory, GoLayout layout, long bias, Map<RuntimeVariable, Long> candidates) {
    this.memory = memory;
    this.layout = layout;
    this.growing = new GrowingFields(layout);
    this.bias = bias;
    this.candidates = candidates;
  }

  /**
   * Finds the variables of a running process. The binary is only used here.
   *
   * @param binary what the process runs, for instance {@code /proc/PID/exe}
   * @throws TargetMemoryException when the process is gone, may not be read or runs another program
   */
  public static RuntimeCounters of(GoBinary binary, GoLayout layout, int pid)
      throws GoBinaryException, TargetMemoryException {
    return of(RuntimeMap.of(binary, layout), pid);
  }

  /**
   * The same in a build that was looked through before.
   *
   * @throws TargetMemoryException when the process is gone, may not be read or runs another program
   */
  public static RuntimeCounters of(RuntimeMap map, int pid) throws TargetMemoryException {
    long bias = map.bias(pid);
    return new RuntimeCounters(new RemoteMemory(pid), map.layout(), bias, map.loaded(bias));
  }

  /** How far the process was loaded from the addresses in its file. */
  public long loadBias() {
    return bias;
  }

  /** Whether this process keeps a distribution and it was found. */
  public boolean keeps(TimeDistribution distribution) throws TargetMemoryException {
    return snapshot().distribution(distribution).get().isPresent();
  }

  /** Reads all there is. */
  public RuntimeSnapshot snapshot() throws TargetMemoryException {
    acceptPlausible();
    SnapshotReader reader = new SnapshotReader(memory, layout, accepted);
    RawSnapshot raw = reader.read();
    int torn = 0;
    while (torn < (raw.heapAddsUp() ? REPETITIONS : MOST_REPETITIONS) && !isWhole(raw)) {
      torn++;
      raw = reader.read();
    }
    boolean whole = isWhole(raw);
    previous = Optional.of(raw);
    RuntimeSnapshot read = new SnapshotDecoder(layout, accepted).decode(raw, torn, whole);
    RuntimeSnapshot grown = lastHeap.map(read::withHeapNotBelow).orElse(read);
    lastHeap = grown.heap().get().or(() -> lastHeap);
    return grown;
  }

  /**
   * Counts the goroutines of the same process; empty where their list cannot be found.
   *
   * @param clock monotonic nanoseconds
   */
  public Optional<GoroutineCensus> census(LongSupplier clock) throws TargetMemoryException {
    acceptPlausible();
    return Optional.ofNullable(accepted.get(RuntimeVariable.ALLGS))
        .map(address -> new GoroutineCensus(memory, layout, address, clock));
  }

  /** A process that has only just begun has not filled its variables yet: asked until it has. */
  private void acceptPlausible() throws TargetMemoryException {
    if (accepted.size() < candidates.size()) {
      accepted = new Plausibility(memory, layout).keepPlausible(candidates);
    }
  }

  private boolean isWhole(RawSnapshot raw) {
    return raw.isWhole(growing)
        && previous.map(earlier -> raw.follows(earlier, growing)).orElse(true);
  }
}
