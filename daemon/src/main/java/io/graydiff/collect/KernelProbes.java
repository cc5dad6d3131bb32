package io.graydiff.collect;

import io.graydiff.ffi.Native;
import io.graydiff.kernel.AlarmRing;
import io.graydiff.kernel.Attacher;
import io.graydiff.kernel.BpfMap;
import io.graydiff.kernel.BpfObject;
import io.graydiff.kernel.EventRing;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.kernel.KernelException;
import io.graydiff.kernel.KernelFeatures;
import io.graydiff.kernel.MappedArray;
import io.graydiff.probe.ProbeKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * graydiff's programs in the kernel, with the memory that they share with this process. One for
 * each agent. Reads may come from any thread; processes are added and removed by one.
 */
public final class KernelProbes implements AutoCloseable {
  private static final long ROWS_BUDGET_BYTES = 64L << 20;
  private static final int MAX_POPULATIONS = 64;

  private final List<AutoCloseable> resources = new ArrayList<>();
  private final int stripes;
  private final int populations;
  private final Attacher attacher;
  private final BpfObject object;
  private final Map<Integer, MappedArray> rows = new HashMap<>();
  private final MappedArray counters;
  private final MappedArray stats;
  private final MappedArray control;
  private final BpfMap targets;
  private final OpenSpans openSpans;
  private final EventRing events;
  private final EventRing stacks;
  private final AlarmRing alarms;

  /**
   * How much the kernel keeps for this process at most; what finds no room is counted as lost.
   *
   * @param openSpans spans that have begun and not ended
   * @param eventBytes of the event ring, rounded up to a power of two of at least a page; an event
   *     takes {@value KernelAbi#EVENT_SIZE} bytes and 8 for its head
   */
  public record Capacity(int openSpans, int eventBytes) {
    /** A hundred thousand goroutines that wait, and thirteen hundred events between two drains. */
    public static final Capacity USUAL = new Capacity(131_072, 1 << 18);

    public Capacity {
      if (openSpans < 1 || eventBytes < 1) {
        throw new IllegalArgumentException(openSpans + " spans, " + eventBytes + " bytes");
      }
    }
  }

  private KernelProbes(BpfObject object, KernelFeatures features, Capacity capacity)
      throws KernelException {
    this.object = object;
    resources.add(object);
    try {
      stripes = stripes();
      long bytesEach = (long) stripes * KernelAbi.ROWS_SIZE;
      populations = (int) Math.min(MAX_POPULATIONS, ROWS_BUDGET_BYTES / bytesEach);
      object.size("rows", stripes * populations);
      object.size("counters", stripes * populations);
      object.size("stats", stripes);
      object.size("spans", capacity.openSpans());
      object.size("events", capacity.eventBytes());
      object.constants(populations, stripes - 1);
      Attacher.prepare(object, features.uprobeMulti());
      object.load();
      attacher = new Attacher(object, features.uprobeMulti());
      own(this::unmapRows);
      counters = own(object.mapArray("counters"));
      stats = own(object.mapArray("stats"));
      control = own(object.mapArray("control"));
      targets = object.openMap("targets");
      openSpans = new OpenSpans(object.openMap("spans"));
      events = own(object.mapRing("events"));
      stacks = own(object.mapRing("stacks"));
      alarms = own(object.mapAlarms("alarms"));
      own(attacher.rawTracepoint("process_started", "sched_process_exec"));
      own(attacher.rawTracepoint("process_exited", "sched_process_exit"));
    } catch (KernelException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Loads the programs.
   *
   * @param capacity how much finds room at a time
   * @throws KernelException when the kernel refuses, with the reason
   */
  public static KernelProbes load(Capacity capacity) throws KernelException {
    KernelFeatures features = KernelFeatures.detect();
    return new KernelProbes(BpfObject.open("/bpf/graydiff.bpf.o"), features, capacity);
  }

  /** A power of two, so that a stripe is found by masking: one for each CPU up to the limit. */
  private static int stripes() {
    int cpus = Native.bpf().libbpf_num_possible_cpus();
    int powerOfTwo = Integer.highestOneBit(Math.max(1, cpus - 1)) * (cpus > 1 ? 2 : 1);
    return Math.min(KernelAbi.GD_STRIPES, powerOfTwo);
  }

  private <T extends AutoCloseable> T own(T resource) {
    resources.add(resource);
    return resource;
  }

  /** How many processes can be observed at once. */
  public int populations() {
    return populations;
  }

  /** Attaches programs; the owner of the result closes it before these probes. */
  public Attacher attacher() {
    return attacher;
  }

  /** Spans that have begun and not ended. */
  public OpenSpans openSpans() {
    return openSpans;
  }

  /**
   * Reads what one population has counted, until {@link #unmap}. The rows of a population are
   * mapped with its first reader; the collector's thread.
   */
  PopulationReader reader(int population, PopulationReader.CutOffs cutOffs) throws KernelException {
    MappedArray mapped = rows.get(population);
    if (mapped == null) {
      mapped = object.mapArray("rows", population * stripes, stripes);
      rows.put(population, mapped);
    }
    return new PopulationReader(mapped, counters, cutOffs, population, populations, stripes);
  }

  /** Nobody reads that population any more; the collector's thread. */
  void unmap(int population) {
    MappedArray mapped = rows.remove(population);
    if (mapped != null) {
      mapped.close();
    }
  }

  private void unmapRows() {
    rows.values().forEach(MappedArray::close);
    rows.clear();
  }

  /** From now on a process is counted under a population. */
  public void observe(int pid, Target target) throws KernelException {
    targets.put(key(pid), target.encode());
  }

  /** From now on a process is not counted any more, and its open spans are forgotten. */
  public void forget(int pid) throws KernelException {
    targets.remove(key(pid));
    openSpans.forget(pid);
  }

  /** From now on requests that were under way before that moment are left out. */
  void disturbRequestsUntil(long nanos) {
    control.putLongRelease(KernelAbi.CONTROL_DISTURBED_UNTIL, nanos);
  }

  /**
   * When a kind of probes counts. The programs look at the clock themselves, so that a window is as
   * long as was said, however late this process is.
   */
  void count(ProbeKind kind, long fromNanos, long untilNanos) {
    int word = kind.number() * Long.BYTES;
    control.putLongRelease(KernelAbi.CONTROL_CLOSED_AT + word, 0);
    control.putLongRelease(KernelAbi.CONTROL_OPENED_AT + word, fromNanos);
    control.putLongRelease(KernelAbi.CONTROL_CLOSED_AT + word, untilNanos);
  }

  /** A kind of probes stops counting earlier than was said. */
  void stopCounting(ProbeKind kind, long atNanos) {
    control.putLongRelease(KernelAbi.CONTROL_CLOSED_AT + kind.number() * Long.BYTES, atNanos);
  }

  /** When a kind of probes stops counting, as was said or as the programs have set it. */
  long stopsCountingAt(ProbeKind kind) {
    return control.getLongOpaque(KernelAbi.CONTROL_CLOSED_AT + kind.number() * Long.BYTES);
  }

  /** These kinds, and no others, stop counting when one of them has reached its limit. */
  void limitTogether(Set<ProbeKind> kinds) {
    long bits = ProbeKind.bits(kinds);
    for (ProbeKind kind : kinds) {
      control.putLongRelease(KernelAbi.CONTROL_CLOSES_WITH + kind.number() * Long.BYTES, bits);
    }
  }

  /** After so many more hits the programs themselves end the window of a kind, and ring. */
  void limit(ProbeKind kind, long moreHits) {
    putLimit(kind, hits(kind) + Math.max(1, moreHits));
  }

  /** A kind has no limit from now on. */
  void unlimit(ProbeKind kind) {
    putLimit(kind, 0);
  }

  private void putLimit(ProbeKind kind, long hits) {
    control.putLongRelease(KernelAbi.CONTROL_MOST_HITS + kind.number() * Long.BYTES, hits);
  }

  /** Whether a kind that was given a limit has reached it since. */
  boolean isLimitReached(ProbeKind kind) {
    return control.getLongOpaque(KernelAbi.CONTROL_MOST_HITS + kind.number() * Long.BYTES) == 0;
  }

  /** Rings when the hits of a kind reach their limit; one thread waits for it. */
  AlarmRing alarms() {
    return alarms;
  }

  /** Hands over the events so far; one thread. */
  public int drainEvents(EventRing.Consumer consumer) {
    return events.drain(consumer);
  }

  /** Hands over the stacks that were sampled so far; one thread. */
  int drainStacks(EventRing.Consumer consumer) {
    return stacks.drain(consumer);
  }

  /** From now on a stack is sampled for about every so many bytes allocated. */
  void sampleAllocationsEvery(long bytes) {
    control.putLongRelease(KernelAbi.CONTROL_ALLOC_SAMPLE_BYTES, bytes);
  }

  /** Runs the clock of the CPU profile, for as long as the result is not closed. */
  AutoCloseable startClock(int hertz) throws KernelException {
    return attacher.cpuClock("cpu_sample", hertz);
  }

  /** Hits of all probes of one kind, by whatever process, since the load. */
  public long hits(ProbeKind kind) {
    return sum(KernelAbi.STATS_HITS + kind.number() * Long.BYTES);
  }

  /** Those of them at dear sites, where {@link #countsDearHits}. */
  long dearHits(ProbeKind kind) {
    return sum(KernelAbi.STATS_DEAR_HITS + kind.number() * Long.BYTES);
  }

  /**
   * How long the programs of a kind ran in some hits, taken at random, since the load. Nanoseconds
   * and number are of the same runs, but for one that ends meanwhile.
   */
  RunTime runTime(ProbeKind kind) {
    int word = kind.number() * Long.BYTES;
    return new RunTime(
        sum(KernelAbi.STATS_RUN_NANOS + word), sum(KernelAbi.STATS_RUNS_TIMED + word));
  }

  /** Whether the programs can tell dear sites from cheap ones. */
  boolean countsDearHits() {
    return attacher.cookies();
  }

  /** Hits of all probes since the load. */
  public long hits() {
    long hits = 0;
    for (ProbeKind kind : ProbeKind.values()) {
      hits += hits(kind);
    }
    return hits;
  }

  /** Spans that found the table of open spans full, since the load. */
  public long spansLost() {
    return sum(KernelAbi.STATS_SPANS_LOST);
  }

  /** Events that found the ring full, since the load. */
  public long eventsLost() {
    return sum(KernelAbi.STATS_EVENTS_LOST);
  }

  /** Stacks that found the ring full, since the load. */
  public long stacksLost() {
    return sum(KernelAbi.STATS_STACKS_LOST);
  }

  private long sum(int offset) {
    long sum = 0;
    for (int stripe = 0; stripe < stripes; stripe++) {
      sum += stats.getLongOpaque(stripe * stats.stride() + offset);
    }
    return sum;
  }

  private static ByteBuffer key(int pid) {
    return Native.allocate(Integer.BYTES).putInt(0, pid);
  }

  @Override
  public void close() {
    for (int i = resources.size() - 1; i >= 0; i--) {
      try {
        resources.get(i).close();
      } catch (Exception e) {
        throw new IllegalStateException("closing " + resources.get(i), e);
      }
    }
    resources.clear();
  }
}
