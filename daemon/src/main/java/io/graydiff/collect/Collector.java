package io.graydiff.collect;

import io.graydiff.kernel.EventRing;
import io.graydiff.kernel.KernelException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The collector's duty cycle: drains the event ring, follows processes, closes windows. One thread
 * calls {@link #work} over and over; it never waits for a reader.
 */
public final class Collector {
  /** Or a little later: nobody wakes up for it. */
  private static final long COST_NANOS = 1_000_000_000L;

  /** When so many events came at once, the next ones are taken soon, or they find no room. */
  private static final int MANY = 256;

  private static final long SOON_NANOS = 50_000_000;

  private final KernelProbes kernel;
  private final ProcessFollower processes;
  private final Observer observer;
  private final CostAccount cost;
  private final Governor governor;
  private final Profiler profiler;
  private final LongSupplier clock;
  private final List<ComparisonCollector> comparisons = new ArrayList<>();
  private final List<AgentEvent> drained = new ArrayList<>();
  private final EventRing.Consumer decoding = AgentEvent.decoding(drained::add);
  private final Consumer<AgentEvent> single;
  private final Runnable windowClosed;
  private long nextCost;

  /**
   * @param clock monotonic nanoseconds, the clock of the kernel's programs
   * @param single receives what is not about processes coming and going
   * @param windowClosed called after one or more windows have closed
   */
  public Collector(
      KernelProbes kernel,
      ProcessFollower processes,
      Observer observer,
      CostAccount cost,
      Governor governor,
      Profiler profiler,
      LongSupplier clock,
      Consumer<AgentEvent> single,
      Runnable windowClosed) {
    this.kernel = kernel;
    this.processes = processes;
    this.observer = observer;
    this.cost = cost;
    this.governor = governor;
    this.profiler = profiler;
    this.clock = clock;
    this.single = single;
    this.windowClosed = windowClosed;
  }

  /** A comparison is about to begin; the collector's thread. */
  public void prepare() {
    profiler.cut(clock.getAsLong(), comparisons);
  }

  /** A comparison that has begun; the collector's thread. */
  public void add(ComparisonCollector comparison) {
    comparisons.add(comparison);
    pace();
  }

  /** A comparison that ends; the collector's thread. */
  public void remove(ComparisonCollector comparison) {
    comparisons.remove(comparison);
    pace();
  }

  private void pace() {
    comparisons.stream()
        .mapToLong(ComparisonCollector::periodNanos)
        .min()
        .ifPresent(governor::openInEach);
  }

  /**
   * Does what is due.
   *
   * @return nanoseconds until there is something to do again
   */
  public long work() {
    int events = drain();
    long now = clock.getAsLong();
    processes.work(now, comparisons);
    if (now - nextCost >= 0) {
      nextCost = now + COST_NANOS;
      cost.update(governor.report(now));
    }
    // Waking up is dear: what has time waits for the governor's next look.
    long next = govern(now);
    boolean many = profiler.work(now, comparisons) || events >= MANY;
    next = many ? Math.min(next, now + SOON_NANOS) : next;
    boolean closed = false;
    if (comparisons.stream().anyMatch(comparison -> now - comparison.windowEnd() >= 0)) {
      // Whoever was seen to have ended said its last words before: they are in the ring by now.
      drain();
    }
    for (ComparisonCollector comparison : comparisons) {
      if (now - comparison.windowEnd() >= 0) {
        closed |= comparison.closeWindow(clock.getAsLong());
      }
      next = Math.min(next, comparison.windowEnd());
    }
    if (closed) {
      windowClosed.run();
    }
    // Opening and closing take their time, and a window must not be open for so much longer.
    return Math.max(0, next - clock.getAsLong());
  }

  private int drain() {
    int events = kernel.drainEvents(decoding);
    drained.forEach(this::handle);
    drained.clear();
    return events;
  }

  private long govern(long now) {
    try {
      return governor.work(now);
    } catch (KernelException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private void handle(AgentEvent event) {
    long now = clock.getAsLong();
    if (event instanceof AgentEvent.Started started) {
      processes.look(started.pid(), now, comparisons);
    } else if (event instanceof AgentEvent.Exited exited) {
      processes.look(exited.pid(), now, comparisons);
    } else if (event instanceof AgentEvent.RawFailure raw) {
      observer.observation(raw.pid()).ifPresent(in -> failed(in.profile().named(raw), raw));
    } else if (event instanceof AgentEvent.PanicEnds ends) {
      comparisons.forEach(comparison -> comparison.endsByPanic(ends));
    } else {
      single.accept(event);
    }
  }

  private void failed(Failure failure, AgentEvent.RawFailure raw) {
    AgentEvent.Failed event = new AgentEvent.Failed(raw.pid(), raw.goid(), failure);
    comparisons.forEach(comparison -> comparison.failed(event));
    single.accept(event);
  }
}
