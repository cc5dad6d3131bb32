package io.graydiff.collect;

import io.graydiff.histogram.Histogram;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.kernel.KernelException;
import io.graydiff.kernel.ProgramSites;
import io.graydiff.kernel.UprobeLink;
import io.graydiff.probe.ProbeKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures what probing costs with the real programs, on a helper process of our own: the {@link
 * TrapCost} of every hit, how long two programs run, and the floor of a span, which is what the
 * programs record of one with nothing in it. What else runs on the machine makes a hit dearer by
 * its use of caches and of the core, for the observed processes too.
 */
public final class ProbeCalibration implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProbeCalibration.class);
  private static final double FEW = 0.05;

  /** Begin and end, cheap or dear, in the order of the commands 1 to 4. */
  private static final int PAIRS = 4;

  /** Commands of so many runs that enough of these are timed. */
  private static final int TIMED = 6;

  private final KernelProbes kernel;
  private final CalibrationHelper helper;
  private final List<UprobeLink> links = new ArrayList<>();

  private ProbeCalibration(KernelProbes kernel, CalibrationHelper helper) {
    this.kernel = kernel;
    this.helper = helper;
  }

  /**
   * Measures; takes about a tenth of a second. Population 0 is used meanwhile.
   *
   * @throws KernelException when the helper cannot be probed
   * @throws IOException when it cannot be run
   */
  public static Calibration measure(KernelProbes kernel) throws KernelException, IOException {
    long begun = System.nanoTime();
    try (ProbeCalibration calibration = new ProbeCalibration(kernel, CalibrationHelper.start())) {
      Calibration measured = calibration.measure();
      LOG.info("calibrated in {} ms", (System.nanoTime() - begun) / 1_000_000);
      return measured;
    }
  }

  private Calibration measure() throws KernelException, IOException {
    kernel.observe(helper.pid(), new Target(0, 0, Target.Offsets.UNKNOWN, Target.Floors.UNKNOWN));
    links.add(TrapCost.attach(kernel.attacher(), helper));
    TrapCost trap = TrapCost.measure(helper);
    links.add(
        attach(
            ProgramSites.of("alloc_latency_begin", sites("GDBEGIN")),
            ProgramSites.of("alloc_latency_end", sites("GDEND::"))));
    double span = run(ProbeKind.ALLOC_LATENCY);
    SpanFloors floors = floors();
    // Last, since it lengthens the spans.
    links.add(attach(ProgramSites.of("alloc_size", helper.site("GDBEGIN1"))));
    ProbeCost hit = new ProbeCost(trap, run(ProbeKind.ALLOC_SIZE), span);
    LOG.info(
        "the trap of a hit takes {} ns, {} at a dear site, {} and {} close upon another hit,"
            + " a program that counts {}, that of a span {}",
        Math.round(trap.cheapNanos()),
        Math.round(trap.dearNanos()),
        Math.round(trap.nearCheapNanos()),
        Math.round(trap.nearDearNanos()),
        Math.round(hit.programNanos()),
        Math.round(hit.spanNanos()));
    return new Calibration(hit, floors);
  }

  @Override
  public void close() throws KernelException, IOException {
    helper.close();
    UprobeLink.closeBehind(links);
    kernel.stopCounting(ProbeKind.ALLOC_SIZE, 0);
    kernel.stopCounting(ProbeKind.ALLOC_LATENCY, 0);
    kernel.forget(helper.pid());
    kernel.unmap(0);
  }

  /**
   * How long a program of that kind runs in the mean. A clock of steps so coarse that hardly a run
   * is timed cannot tell how long one is, either.
   */
  private double run(ProbeKind kind) throws IOException {
    kernel.count(kind, 0, Long.MAX_VALUE);
    for (int i = 0; i < TIMED; i++) {
      helper.run('1');
    }
    return kernel.runTime(kind).mean().orElse(0);
  }

  private UprobeLink attach(ProgramSites... programs) throws KernelException {
    return kernel.attacher().uprobes(helper.path(), List.of(programs)).attach();
  }

  private long[] sites(String mark) {
    return IntStream.rangeClosed(1, PAIRS).mapToLong(pair -> helper.site(mark + pair)).toArray();
  }

  private SpanFloors floors() throws KernelException, IOException {
    RowReader spans = new RowReader(kernel, 0, KernelAbi.GD_SERIES_ALLOC_LATENCY);
    SpanFloor[] floors = new SpanFloor[PAIRS];
    for (int pair = 0; pair < PAIRS; pair++) {
      helper.run((char) ('1' + pair));
      Histogram empty = spans.read();
      floors[pair] =
          new SpanFloor(empty.quantile(0.5), empty.quantile(1 - FEW) - empty.quantile(FEW));
    }
    LOG.info(
        "an empty span takes {} ns, {} with a dear end, {} with a dear beginning, {} with both",
        Math.round(floors[0].nanos()),
        Math.round(floors[1].nanos()),
        Math.round(floors[2].nanos()),
        Math.round(floors[3].nanos()));
    return new SpanFloors(floors[0], floors[1], floors[2], floors[3]);
  }
}
