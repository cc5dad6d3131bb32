package io.graydiff.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.ExactProgram;
import io.graydiff.fixture.NeedsRoot;
import io.graydiff.target.PodIndex;
import io.graydiff.target.ProcessScanner;
import io.graydiff.target.ProcessWatcher;
import io.graydiff.target.Selector;
import io.graydiff.target.Selectors;
import io.graydiff.window.SparseWindow;
import io.graydiff.window.WindowRing;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

@NeedsRoot
class CollectorIT {
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  /** The clock stands still, so that no look at all processes is ever due again. */
  @Test
  void processesJoinAndLeaveByTheKernelsEventsAlone() throws Exception {
    Path binary = ExactProgram.build("1.22");
    long now = System.nanoTime();
    ProcessScanner scanner = ProcessScanner.ofMachine();
    try (ExactProgram baseline = ExactProgram.start("1.22");
        ExactProgram canary = ExactProgram.start("1.23");
        KernelProbes kernel = KernelProbes.load(KernelProbes.Capacity.USUAL);
        Observer observer = new Observer(kernel, 0, SpanFloors.NONE);
        CostAccount cost =
            new CostAccount(
                kernel, observer, new ProbeCost(TrapCost.constant(1, 1), 0, 0), () -> 0);
        ComparisonCollector comparison =
            comparison(
                watcher("exe=" + binary, "pid=" + canary.pid()),
                kernel,
                observer,
                cost,
                new WindowRing(4, 1 << 16))) {
      Collector collector = collector(kernel, observer, cost, () -> now);
      comparison.start(scanner, now);
      collector.add(comparison);
      collector.work();
      assertThat(comparison.roster().entries()).hasSize(2);
      assertThat(present(comparison, baseline.pid())).contains(true);

      try (ExactProgram later = ExactProgram.start("1.22")) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (present(comparison, later.pid()).isEmpty() && System.nanoTime() < deadline) {
          collector.work();
        }
        assertThat(present(comparison, later.pid())).contains(true);

        later.kill();
        collector.work();
        comparison.closeWindow(now + 1);
        assertThat(present(comparison, later.pid())).contains(false);
      }
    }
  }

  /** What a round takes, attaching above all, is not added to how long a window is open. */
  @Test
  void theRestBeforeTheNextRoundCountsFromTheEndOfThisOne() throws Exception {
    long took = 50_000_000;
    try (KernelProbes kernel = KernelProbes.load(KernelProbes.Capacity.USUAL);
        Observer observer = new Observer(kernel, 0, SpanFloors.NONE);
        CostAccount cost =
            new CostAccount(
                kernel, observer, new ProbeCost(TrapCost.constant(1, 1), 0, 0), () -> 0)) {
      AtomicLong now = new AtomicLong(System.nanoTime());
      LongSupplier standing = now::get;
      LongSupplier going = () -> now.getAndAdd(took);
      long instant = collector(kernel, observer, cost, standing).work();
      assertThat(collector(kernel, observer, cost, going).work()).isEqualTo(instant - took);
    }
  }

  private static Collector collector(
      KernelProbes kernel, Observer observer, CostAccount cost, LongSupplier clock) {
    return new Collector(
        kernel,
        new ProcessFollower(ProcessScanner.ofMachine(), kernel),
        observer,
        cost,
        governor(kernel, observer, cost),
        new Profiler(kernel, observer),
        clock,
        event -> {},
        () -> {});
  }

  /** Else what was counted in a window that nobody has read would be missing from all results. */
  @Test
  void aWindowGoesOnWhereTheReaderIsLate() throws Exception {
    long now = System.nanoTime();
    WindowRing ring = new WindowRing(2, 1 << 16);
    try (ExactProgram baseline = ExactProgram.start("1.22");
        ExactProgram canary = ExactProgram.start("1.23");
        KernelProbes kernel = KernelProbes.load(KernelProbes.Capacity.USUAL);
        Observer observer = new Observer(kernel, 0, SpanFloors.NONE);
        CostAccount cost =
            new CostAccount(
                kernel, observer, new ProbeCost(TrapCost.constant(1, 1), 0, 0), () -> 0);
        ComparisonCollector comparison =
            comparison(
                watcher("pid=" + baseline.pid(), "pid=" + canary.pid()),
                kernel,
                observer,
                cost,
                ring)) {
      comparison.start(ProcessScanner.ofMachine(), now);
      ring.taken(0);
      assertThat(comparison.closeWindow(now + 1)).isTrue();
      assertThat(comparison.closeWindow(now + 2)).isTrue();
      assertThat(comparison.closeWindow(now + 3)).isFalse();
      assertThat(comparison.windowEnd()).isGreaterThan(now + 3);
      ring.taken(1);
      assertThat(comparison.closeWindow(now + 4)).isTrue();
      SparseWindow third = new SparseWindow();
      assertThat(ring.read(2, third)).isEqualTo(WindowRing.Read.COMPLETE);
      assertThat(third.startNanos()).isEqualTo(now + 2);
      assertThat(third.endNanos()).isEqualTo(now + 4);
    }
  }

  private static ComparisonCollector comparison(
      ProcessWatcher watcher,
      KernelProbes kernel,
      Observer observer,
      CostAccount cost,
      WindowRing ring) {
    return new ComparisonCollector(
        "trial",
        watcher,
        observer,
        kernel,
        governor(kernel, observer, cost),
        new CensoredCounts(kernel.openSpans(), observer),
        ring,
        1_000_000_000,
        InstantSource.system());
  }

  private static Governor governor(KernelProbes kernel, Observer observer, CostAccount cost) {
    return new Governor(
        kernel,
        observer,
        cost,
        new CensoredCounts(kernel.openSpans(), observer),
        Double.POSITIVE_INFINITY,
        new SplittableRandom(1));
  }

  private static ProcessWatcher watcher(String baseline, String canary) throws Exception {
    return new ProcessWatcher(
        Selectors.of(Selector.parse(baseline)),
        Selectors.of(Selector.parse(canary)),
        PodIndex.NONE);
  }

  /** Whether a process is in a group; empty when it never was. */
  private static Optional<Boolean> present(ComparisonCollector comparison, long pid) {
    return comparison.roster().entries().stream()
        .filter(entry -> entry.process().pid() == pid)
        .map(Roster.Entry::present)
        .findFirst();
  }
}
