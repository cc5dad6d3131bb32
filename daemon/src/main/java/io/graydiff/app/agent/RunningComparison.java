package io.graydiff.app.agent;

import io.graydiff.collect.CensoredCounts;
import io.graydiff.collect.ComparisonCollector;
import io.graydiff.collect.CostAccount;
import io.graydiff.collect.Governor;
import io.graydiff.collect.KernelProbes;
import io.graydiff.collect.ObservationException;
import io.graydiff.collect.Observer;
import io.graydiff.collect.ProcessFollower;
import io.graydiff.kernel.KernelException;
import io.graydiff.publish.PublishedComparisons;
import io.graydiff.target.PodIndex;
import io.graydiff.target.ProcessScanner;
import io.graydiff.target.ProcessWatcher;
import io.graydiff.target.TargetException;
import io.graydiff.window.WindowRing;
import java.io.IOException;

/**
 * One comparison while it runs: the collector's part, the ring of windows, and the judge's part.
 */
record RunningComparison(
    ComparisonSpec spec, ComparisonCollector collector, ComparisonJudge judge) {
  private static final int RING_SLOTS = 4;

  /** So much does the longest window take; shorter ones take what they need. */
  private static final int MOST_RING_INTS = 1 << 18;

  /** Finds the processes, attaches what is missing, and begins the first window. */
  static RunningComparison begin(
      ComparisonSpec spec,
      Agent.Settings settings,
      PodIndex pods,
      ProcessFollower processes,
      KernelProbes kernel,
      Observer observer,
      Governor governor,
      CensoredCounts censored,
      CostAccount cost,
      PublishedComparisons to)
      throws ComparisonException {
    WindowRing ring = new WindowRing(RING_SLOTS, MOST_RING_INTS);
    try {
      observer.want(spec.signals());
      ProcessWatcher watcher = new ProcessWatcher(spec.baseline(), spec.canary(), pods);
      ComparisonCollector collector =
          new ComparisonCollector(
              spec.name(),
              watcher,
              observer,
              kernel,
              governor,
              censored,
              ring,
              spec.window().toNanos(),
              settings.clock());
      start(collector, processes.scanner(), settings);
      CostReport report =
          new CostReport(
              cost, settings.budget(), collector.roster(), spec.signals(), collector::samplesLost);
      ComparisonJudge judge =
          new ComparisonJudge(
              spec,
              ring,
              collector.roster(),
              collector.profile(),
              collector.failures(),
              collector::refusals,
              report,
              to,
              settings.clock(),
              settings.state());
      return new RunningComparison(spec, collector, judge);
    } catch (KernelException | ObservationException | TargetException | IOException e) {
      throw new ComparisonException(spec.name(), e);
    }
  }

  private static void start(
      ComparisonCollector collector, ProcessScanner scanner, Agent.Settings settings)
      throws ObservationException, TargetException, IOException {
    try {
      if (settings.waitForProcesses()) {
        collector.startWaiting(scanner.scanNew(), System.nanoTime());
      } else {
        collector.start(scanner, System.nanoTime());
      }
    } catch (ObservationException | TargetException | IOException e) {
      collector.close();
      throw e;
    }
  }
}
