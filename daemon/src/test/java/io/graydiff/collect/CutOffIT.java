package io.graydiff.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.NeedsRoot;
import io.graydiff.fixture.SteadyProgram;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.probe.ProbeKind;
import io.graydiff.signal.Signal;
import io.graydiff.target.GoProcess;
import io.graydiff.target.ProcessLookup;
import io.graydiff.target.ProcessScanner;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A program begins to allocate hundreds of times as often while its allocations are probed. */
@NeedsRoot
class CutOffIT {
  private static final Set<ProbeKind> ALLOCATIONS = ProbeGroup.ALLOCATIONS.kinds();
  private static final long PATIENCE_NANOS = 30_000_000_000L;
  private static final long LIMIT = 20_000;

  /** So many more that all CPUs may count before one of them looks at the sum. */
  private static final long BETWEEN_LOOKS = 16 * KernelAbi.GD_STRIPES;

  /** Nobody but the guard does anything: the collector may be busy with something else. */
  @Test
  void theProgramsEndTheWindowAtTheirLimitAndTheGuardDetaches() throws Exception {
    try (SteadyProgram program = SteadyProgram.start("1.23", "explode");
        KernelProbes kernel = KernelProbes.load(KernelProbes.Capacity.USUAL);
        Observer observer = new Observer(kernel, 0, SpanFloors.NONE);
        OverrunGuard guard = new OverrunGuard(kernel, observer)) {
      Observation observed = observe(observer, program);
      PopulationReader reader =
          kernel.reader(observed.population(), new CensoredCounts(kernel.openSpans(), observer));
      kernel.limitTogether(ALLOCATIONS);
      ALLOCATIONS.forEach(kind -> kernel.limit(kind, LIMIT));
      observer.attach(ProbeGroup.ALLOCATIONS);
      long opened = System.nanoTime();
      long until = opened + PATIENCE_NANOS;
      ALLOCATIONS.forEach(kind -> kernel.count(kind, opened, until));
      Thread.sleep(100);
      assertThat(kernel.hits(ProbeKind.ALLOC_SIZE)).isBetween(1L, LIMIT - 1);

      long exploded = System.nanoTime();
      program.explode();
      long last = lastHit(kernel);
      long ended = kernel.stopsCountingAt(ProbeKind.ALLOC_SIZE);
      System.out.printf(
          "counting ended %.1f ms after the explosion, hits %.1f ms after it; %d hits%n",
          (ended - exploded) / 1e6, (last - exploded) / 1e6, kernel.hits(ProbeKind.ALLOC_SIZE));
      assertThat(ended).isBetween(exploded, until - 1);
      assertThat(kernel.stopsCountingAt(ProbeKind.ALLOC_STACK)).isEqualTo(ended);
      assertThat(recorded(reader)).isBetween(LIMIT / 2, LIMIT + BETWEEN_LOOKS);
      assertThat(kernel.isLimitReached(ProbeKind.ALLOC_SIZE)).isTrue();
    }
  }

  @Test
  void theGovernorCountsTheCutAndRests() throws Exception {
    try (SteadyProgram program = SteadyProgram.start("1.23", "explode");
        KernelProbes kernel = KernelProbes.load(KernelProbes.Capacity.USUAL);
        Observer observer = new Observer(kernel, 0, SpanFloors.NONE);
        CostAccount cost =
            new CostAccount(
                kernel, observer, new ProbeCost(TrapCost.constant(1_000, 1_000), 0, 0), () -> 0);
        OverrunGuard guard = new OverrunGuard(kernel, observer)) {
      observe(observer, program);
      Governor governor =
          new Governor(
              kernel,
              observer,
              cost,
              new CensoredCounts(kernel.openSpans(), observer),
              0.1,
              new SplittableRandom(1));
      long open = 0;
      for (long end = System.nanoTime() + PATIENCE_NANOS;
          open == 0 && System.nanoTime() < end;
          open = governor.openNanos(ProbeKind.ALLOC_SIZE, System.nanoTime())) {
        govern(governor, cost);
      }
      assertThat(open).isPositive();
      program.explode();
      for (long end = System.nanoTime() + PATIENCE_NANOS;
          cutOffs(governor) == 0 && System.nanoTime() < end; ) {
        govern(governor, cost);
      }
      assertThat(cutOffs(governor)).isPositive();
      assertThat(kernel.stopsCountingAt(ProbeKind.ALLOC_SIZE)).isLessThan(System.nanoTime());
    }
  }

  private static void govern(Governor governor, CostAccount cost) throws Exception {
    long next = governor.work(System.nanoTime());
    cost.update(governor.report(System.nanoTime()));
    Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
  }

  private static long cutOffs(Governor governor) {
    return governor.report(System.nanoTime()).cutOffs().getOrDefault(ProbeKind.ALLOC_SIZE, 0L);
  }

  private static Observation observe(Observer observer, SteadyProgram program) throws Exception {
    observer.want(Set.of(Signal.ALLOC_SIZE));
    ProcessLookup found = ProcessScanner.ofMachine().look(program.pid());
    GoProcess process = ((ProcessLookup.Found) found).process();
    return observer.acquire(process);
  }

  /** Waits until nothing is hit for a while; when the last hit was seen. */
  private static long lastHit(KernelProbes kernel) throws InterruptedException {
    long last = System.nanoTime();
    long hits = -1;
    while (System.nanoTime() - last < 1_000_000_000L) {
      long now = kernel.hits(ProbeKind.ALLOC_SIZE);
      if (now != hits) {
        hits = now;
        last = System.nanoTime();
      }
      Thread.sleep(1);
    }
    return last;
  }

  private static long recorded(PopulationReader reader) {
    long[] values = new long[1];
    reader.read(
        new PopulationReader.Sink() {
          @Override
          public void bucket(int series, int bucket, int delta) {
            values[0] += series == KernelAbi.GD_SERIES_ALLOC_SIZE ? delta : 0;
          }

          @Override
          public void cutOff(int series, int bucket, int delta) {}

          @Override
          public void sum(int series, long delta) {}

          @Override
          public void events(int counter, long delta) {}
        });
    return values[0];
  }
}
