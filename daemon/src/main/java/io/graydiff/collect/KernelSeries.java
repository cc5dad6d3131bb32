package io.graydiff.collect;

import static java.util.Map.entry;

import io.graydiff.kernel.KernelAbi;
import io.graydiff.signal.Signal;
import io.graydiff.window.Series;
import java.util.Map;

/** Which row and which counter of the kernel's memory belongs to which series. */
final class KernelSeries {
  private static final Map<Integer, Signal> ROWS =
      Map.ofEntries(
          entry(KernelAbi.GD_SERIES_HTTP_REQUEST, Signal.HTTP_REQUEST_LATENCY),
          entry(KernelAbi.GD_SERIES_HTTP_CONNECTION, Signal.HTTP_CONNECTION_DURATION),
          entry(KernelAbi.GD_SERIES_ALLOC_SIZE, Signal.ALLOC_SIZE),
          entry(KernelAbi.GD_SERIES_ALLOC_LATENCY, Signal.ALLOC_LATENCY),
          entry(KernelAbi.GD_SERIES_SCHEDULE, Signal.SCHEDULE_LATENCY),
          entry(KernelAbi.GD_SERIES_GC_CYCLE, Signal.GC_CYCLE_DURATION),
          entry(KernelAbi.GD_SERIES_GC_ASSIST, Signal.GC_ASSIST_LATENCY),
          entry(KernelAbi.GD_SERIES_LOCK_WAIT, Signal.LOCK_WAIT),
          entry(KernelAbi.GD_SERIES_TLS_HANDSHAKE, Signal.TLS_HANDSHAKE_LATENCY),
          entry(KernelAbi.GD_SERIES_STACK_SIZE, Signal.STACK_SIZE),
          entry(KernelAbi.GD_SERIES_GRPC_REQUEST, Signal.GRPC_REQUEST_LATENCY));

  /** Signal of each counter, by its number. */
  static final Map<Integer, Signal> COUNTERS =
      Map.ofEntries(
          entry(KernelAbi.GD_COUNT_GC_CYCLES, Signal.GC_CYCLES),
          entry(KernelAbi.GD_COUNT_GOROUTINES_CREATED, Signal.GOROUTINE_CREATED),
          entry(KernelAbi.GD_COUNT_GOROUTINES_EXITED, Signal.GOROUTINE_EXITED),
          entry(KernelAbi.GD_COUNT_PANICS, Signal.PANICS),
          entry(KernelAbi.GD_COUNT_GOEXITS, Signal.GOEXITS),
          entry(KernelAbi.GD_COUNT_THROWS, Signal.THROWS),
          entry(KernelAbi.GD_COUNT_STACK_GROWTHS, Signal.STACK_GROWTHS),
          entry(KernelAbi.GD_COUNT_TIMERS_STARTED, Signal.TIMERS_STARTED),
          entry(KernelAbi.GD_COUNT_TIMERS_STOPPED, Signal.TIMERS_STOPPED),
          entry(KernelAbi.GD_COUNT_CONTEXTS_TIMED_OUT, Signal.CONTEXTS_TIMED_OUT),
          entry(KernelAbi.GD_COUNT_SLICE_GROWTHS, Signal.SLICE_GROWTHS),
          entry(KernelAbi.GD_COUNT_SYNCMAP_OPERATIONS, Signal.SYNCMAP_OPERATIONS),
          entry(KernelAbi.GD_COUNT_CONTEXTS_CANCELLED, Signal.CONTEXTS_CANCELLED),
          entry(KernelAbi.GD_COUNT_THREADS_WOKEN, Signal.THREADS_WOKEN),
          entry(KernelAbi.GD_COUNT_TLS_STARTED, Signal.TLS_HANDSHAKES_STARTED),
          entry(KernelAbi.GD_COUNT_TLS_FINISHED, Signal.TLS_HANDSHAKES_FINISHED),
          entry(KernelAbi.GD_COUNT_RESPONSES_2XX, Signal.HTTP_RESPONSES_2XX),
          entry(KernelAbi.GD_COUNT_RESPONSES_3XX, Signal.HTTP_RESPONSES_3XX),
          entry(KernelAbi.GD_COUNT_RESPONSES_4XX, Signal.HTTP_RESPONSES_4XX),
          entry(KernelAbi.GD_COUNT_RESPONSES_5XX, Signal.HTTP_RESPONSES_5XX));

  private KernelSeries() {}

  /** The series of a row, its label named as the process's Go version names it. */
  static Series of(int row, Observation observation) {
    if (row >= KernelAbi.GD_SERIES_PARK) {
      return new Series(
          Signal.PARK_LATENCY, observation.waitReason(row - KernelAbi.GD_SERIES_PARK));
    }
    if (row >= KernelAbi.GD_SERIES_PAUSE) {
      return new Series(Signal.GC_PAUSE, observation.stopReason(row - KernelAbi.GD_SERIES_PAUSE));
    }
    Signal signal = ROWS.get(row);
    if (signal == null) {
      throw new IllegalArgumentException("row " + row);
    }
    return Series.whole(signal);
  }
}
