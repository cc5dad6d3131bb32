package io.graydiff.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graydiff.fixture.NeedsRoot;
import io.graydiff.fixture.SteadyProgram;
import io.graydiff.goruntime.HeapCounters;
import io.graydiff.goruntime.RuntimeCounters;
import io.graydiff.histogram.Histogram;
import io.graydiff.histogram.KaplanMeier;
import io.graydiff.histogram.WeightedSample;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.signal.Signal;
import io.graydiff.target.GoProcess;
import io.graydiff.target.ProcessLookup;
import io.graydiff.target.ProcessScanner;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What was measured in windows is what happens all the time. */
@NeedsRoot
class WindowsIT {
  private static final long MILLI = 1_000_000;
  private static final SplittableRandom RANDOM = new SplittableRandom(7);

  /**
   * At a duty of 5 %, most of it in one window: only spans that begin in a window are seen, and
   * those longer than what is left of it are cut off.
   */
  @Test
  void parksOfOneMillisecondToTwoSecondsAreTheSameInWindowsAsAlways() throws Exception {
    try (SteadyProgram program = SteadyProgram.start("1.23", "park");
        Watched always = Watched.of(program, Signal.PARK_LATENCY);
        Watched windows = Watched.of(program, Signal.PARK_LATENCY)) {
      long began = System.nanoTime();
      always.open(began, Long.MAX_VALUE);
      long open = 0;
      long[] lengths = {50, 50, 50, 50, 900, 50, 50, 50, 50};
      for (long length : lengths) {
        Thread.sleep(500 + RANDOM.nextInt(3600));
        windows.window(length * MILLI);
        open += length * MILLI;
      }
      // The rest of what makes one part in twenty.
      Thread.sleep(Math.max(0, (20 * open - (System.nanoTime() - began)) / MILLI));
      double duty = (double) open / (System.nanoTime() - began);

      Row whole = always.parks();
      Row seen = windows.parks();
      WeightedSample estimate = KaplanMeier.estimate(seen.ended(), seen.cut());
      System.out.printf(
          "duty %.3f: %d parks ended in windows, %d were cut off; always on: %d%n",
          duty, seen.ended().count(), seen.cut().count(), whole.ended().count());
      assertThat(duty).isLessThanOrEqualTo(0.05);
      for (double q : new double[] {0.1, 0.25, 0.5, 0.75}) {
        // Four standard errors, of a sample that counts as half for what was cut off.
        double reach = 4 * Math.sqrt(q * (1 - q) / (estimate.size() / 2));
        double low = estimate.quantile(Math.max(0, q - reach));
        double high = estimate.quantile(Math.min(1, q + reach));
        double truth = whole.ended().quantile(q);
        System.out.printf(
            "p%.0f always %.1f ms, in windows %.1f [%.1f, %.1f]%n",
            100 * q, truth / 1e6, estimate.quantile(q) / 1e6, low / 1e6, high / 1e6);
        assertThat(truth).as("p" + 100 * q).isBetween(low, high);
      }
    }
  }

  @Test
  void bytesAllocatedInWindowsAreThoseTheRuntimeCounts() throws Exception {
    try (SteadyProgram program = SteadyProgram.start("1.23", "allocate");
        Watched windows = Watched.of(program, Signal.ALLOC_SIZE)) {
      long open = 0;
      HeapCounters first = windows.heap();
      long firstAt = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        Thread.sleep(RANDOM.nextInt(400));
        windows.window(100 * MILLI);
        open += 100 * MILLI;
      }
      HeapCounters last = windows.heap();
      double seconds = (System.nanoTime() - firstAt) / 1e9;
      double perSecond = (last.allocatedBytes() - first.allocatedBytes()) / seconds;
      double inWindows = windows.allocations().ended().sum() / (open / 1e9);
      System.out.printf(
          "the runtime counts %.0f bytes a second, windows of %.0f %% of the time %.0f (%.4f)%n",
          perSecond, open / seconds / 1e7, inWindows, inWindows / perSecond);
      assertThat(inWindows / perSecond).isCloseTo(1, within(0.03));
    }
  }

  /** Values that ended in windows, and how long those had lasted that were cut off. */
  private record Row(Histogram ended, Histogram cut) {}

  /** One process, with probes of its own. */
  private record Watched(
      KernelProbes kernel,
      Observer observer,
      Observation observation,
      CensoredCounts censored,
      PopulationReader reader,
      ProbeGroup group)
      implements AutoCloseable {

    static Watched of(SteadyProgram program, Signal signal) throws Exception {
      KernelProbes kernel = KernelProbes.load(KernelProbes.Capacity.USUAL);
      Observer observer = new Observer(kernel, 0, SpanFloors.NONE);
      observer.want(Set.of(signal));
      Observation observation = observer.acquire(process(program));
      CensoredCounts censored = new CensoredCounts(kernel.openSpans(), observer);
      ProbeGroup group = signal == Signal.PARK_LATENCY ? ProbeGroup.WAITS : ProbeGroup.ALLOCATIONS;
      observer.attach(group);
      PopulationReader reader = kernel.reader(observation.population(), censored);
      return new Watched(kernel, observer, observation, censored, reader, group);
    }

    private static GoProcess process(SteadyProgram program) {
      ProcessLookup found = ProcessScanner.ofMachine().look(program.pid());
      return ((ProcessLookup.Found) found).process();
    }

    void open(long from, long until) {
      group.kinds().forEach(kind -> kernel.count(kind, from, until));
    }

    /** Opens for so long, and counts what was cut off. */
    void window(long nanos) throws Exception {
      long from = System.nanoTime() + MILLI;
      open(from, from + nanos);
      while (System.nanoTime() < from + nanos) {
        Thread.sleep(1);
      }
      censored.cutOff(group.kinds(), from, from + nanos);
    }

    HeapCounters heap() throws Exception {
      RuntimeCounters counters = observation.runtime().orElseThrow();
      return counters.snapshot().heap().get().orElseThrow();
    }

    Row parks() {
      return read(KernelAbi.GD_SERIES_PARK, KernelAbi.GD_PARK_REASONS);
    }

    Row allocations() {
      return read(KernelAbi.GD_SERIES_ALLOC_SIZE, 1);
    }

    private Row read(int first, int series) {
      long[] ended = new long[KernelAbi.GD_BUCKETS];
      long[] cut = new long[KernelAbi.GD_BUCKETS];
      double[] sum = new double[1];
      reader.read(
          new PopulationReader.Sink() {
            private boolean wanted(int of) {
              return of >= first && of < first + series;
            }

            @Override
            public void bucket(int of, int bucket, int delta) {
              ended[bucket] += wanted(of) ? Integer.toUnsignedLong(delta) : 0;
            }

            @Override
            public void cutOff(int of, int bucket, int delta) {
              cut[bucket] += wanted(of) ? delta : 0;
            }

            @Override
            public void sum(int of, long delta) {
              sum[0] += wanted(of) ? delta : 0;
            }

            @Override
            public void events(int counter, long delta) {}
          });
      return new Row(Histogram.of(ended, sum[0]), Histogram.of(cut, 0));
    }

    @Override
    public void close() throws Exception {
      observer.release(observation);
      observer.close();
      kernel.close();
    }
  }
}
