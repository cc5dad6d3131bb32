package io.graydiff.collect;

import io.graydiff.histogram.Histogram;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.kernel.KernelException;
import io.graydiff.kernel.UprobeLink;
import io.graydiff.probe.ProbeKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures what probing costs with the real programs, on a helper process of our own. The cost of a
 * hit is the CPU time of its one thread with the probe less that without, the median of a few
 * rounds each: what else runs on the machine makes a hit dearer by its use of caches and of the
 * core, for the observed processes too. The floor of a span is what the programs record of one with
 * nothing in it.
 */
public final class ProbeCalibration {
  private static final Logger LOG = LoggerFactory.getLogger(ProbeCalibration.class);
  private static final int REPEATS = 11;
  private static final double FEW = 0.05;

  /** Begin and end, cheap or dear, in the order of the commands 1 to 4. */
  private static final int PAIRS = 4;

  private final KernelProbes kernel;
  private final CalibrationHelper helper;

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
    try (CalibrationHelper helper = CalibrationHelper.start()) {
      kernel.observe(helper.pid(), new Target(0, 0, Target.Offsets.UNKNOWN, Target.Floors.UNKNOWN));
      try {
        return new ProbeCalibration(kernel, helper).measure();
      } finally {
        kernel.stopCounting(ProbeKind.ALLOC_SIZE, 0);
        kernel.stopCounting(ProbeKind.ALLOC_LATENCY, 0);
        kernel.forget(helper.pid());
        kernel.unmap(0);
      }
    }
  }

  private Calibration measure() throws KernelException, IOException {
    long cheapBare = median('c');
    long dearBare = median('d');
    long spanBare = median('1');
    List<UprobeLink> links = new ArrayList<>();
    try {
      links.add(attach("alloc_size", helper.site("GDCHEAP:"), helper.site("GDDEAR::")));
      links.add(attach("alloc_latency_begin", sites("GDBEGIN")));
      links.add(attach("alloc_latency_end", sites("GDEND::")));
      kernel.count(ProbeKind.ALLOC_SIZE, 0, Long.MAX_VALUE);
      kernel.count(ProbeKind.ALLOC_LATENCY, 0, Long.MAX_VALUE);
      double cheap = cost(median('c') - cheapBare);
      double program = kernel.runTime(ProbeKind.ALLOC_SIZE).mean().orElse(Double.NaN);
      double dear = cost(median('d') - dearBare);
      // Two hits each round.
      double ofSpan = cost(median('1') - spanBare) / 2;
      ProbeCost hit = new ProbeCost(cheap, dear, Math.max(0, ofSpan - cheap), program);
      LOG.info(
          "a probe hit takes {} ns, {} at a dear site, {} of it in the program; of a span {} more",
          Math.round(cheap),
          Math.round(dear),
          Math.round(program),
          Math.round(hit.spanNanos()));
      return new Calibration(hit, floors());
    } finally {
      UprobeLink.closeAll(links);
    }
  }

  private UprobeLink attach(String program, long... sites) throws KernelException {
    return kernel.attacher().uprobes(program, helper.path(), sites);
  }

  private long[] sites(String mark) {
    return IntStream.rangeClosed(1, PAIRS).mapToLong(pair -> helper.site(mark + pair)).toArray();
  }

  private static double cost(long more) {
    return Math.max(1, more) / (double) CalibrationHelper.ROUNDS;
  }

  private long median(char command) throws IOException {
    long[] took = new long[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
      took[i] = helper.run(command);
    }
    Arrays.sort(took);
    return took[REPEATS / 2];
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
        floors[0].nanos(),
        floors[1].nanos(),
        floors[2].nanos(),
        floors[3].nanos());
    return new SpanFloors(floors[0], floors[1], floors[2], floors[3]);
  }
}
