package io.graydiff.collect;

import io.graydiff.histogram.BucketLayout;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.kernel.KernelException;
import io.graydiff.probe.ProbeKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Spans that had begun in a window of probes and not ended when it closed: of them it is known only
 * that they are longer. Counted by population, series and the length that they had reached. For the
 * collector's thread.
 */
public final class CensoredCounts implements PopulationReader.CutOffs {
  private static final Map<ProbeKind, Integer> SERIES =
      Map.of(
          ProbeKind.HTTP, KernelAbi.GD_SERIES_HTTP_REQUEST,
          ProbeKind.GRPC, KernelAbi.GD_SERIES_GRPC_REQUEST,
          ProbeKind.CONNECTION, KernelAbi.GD_SERIES_HTTP_CONNECTION,
          ProbeKind.ALLOC_LATENCY, KernelAbi.GD_SERIES_ALLOC_LATENCY,
          ProbeKind.GC_ASSIST, KernelAbi.GD_SERIES_GC_ASSIST,
          ProbeKind.LOCK, KernelAbi.GD_SERIES_LOCK_WAIT,
          ProbeKind.TLS, KernelAbi.GD_SERIES_TLS_HANDSHAKE);

  private final OpenSpans spans;
  private final Observer observer;
  private final Map<Integer, Map<Integer, int[]>> counts = new HashMap<>();

  public CensoredCounts(OpenSpans spans, Observer observer) {
    this.spans = spans;
    this.observer = observer;
  }

  private static boolean haveSpans(Set<ProbeKind> kinds) {
    return kinds.contains(ProbeKind.PARK) || kinds.stream().anyMatch(SERIES::containsKey);
  }

  /**
   * Counts the spans of these kinds that are open, and forgets them.
   *
   * @return how many were counted
   */
  int cutOff(Set<ProbeKind> kinds, long openedAt, long closedAt) throws KernelException {
    if (!haveSpans(kinds)) {
      // A walk over the table takes a millisecond.
      return 0;
    }
    int[] cut = new int[1];
    spans.remove(
        kinds,
        (pid, kind, start, detail) -> {
          if (start >= openedAt && start < closedAt) {
            cut[0]++;
            observer.population(pid).ifPresent(p -> count(p, kind, detail, closedAt - start));
          }
        });
    return cut[0];
  }

  private void count(int population, ProbeKind kind, long detail, long nanos) {
    int series = series(kind, detail);
    if (series >= 0) {
      counts.computeIfAbsent(population, p -> new HashMap<>())
          .computeIfAbsent(series, s -> new int[KernelAbi.GD_BUCKETS])[
          BucketLayout.indexOf(nanos)]++;
    }
  }

  private static int series(ProbeKind kind, long detail) {
    if (kind == ProbeKind.PARK) {
      return detail < KernelAbi.GD_PARK_REASONS ? KernelAbi.GD_SERIES_PARK + (int) detail : -1;
    }
    return SERIES.getOrDefault(kind, -1);
  }

  @Override
  public void forEach(int population, Visitor visitor) {
    counts.getOrDefault(population, Map.of()).forEach(visitor::visit);
  }
}
