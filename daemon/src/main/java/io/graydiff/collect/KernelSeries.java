package io.graydiff.collect;

import io.graydiff.kernel.KernelAbi;
import io.graydiff.signal.Signal;
import io.graydiff.window.Series;
import java.util.Map;

/** Which row and which counter of the kernel's memory belongs to which series. */
final class KernelSeries {
  private static final Map<Integer, Signal> ROWS =
      Map.of(
          KernelAbi.GD_SERIES_HTTP_REQUEST, Signal.HTTP_REQUEST_LATENCY,
          KernelAbi.GD_SERIES_HTTP_CONNECTION, Signal.HTTP_CONNECTION_DURATION,
          KernelAbi.GD_SERIES_ALLOC_SIZE, Signal.ALLOC_SIZE,
          KernelAbi.GD_SERIES_ALLOC_LATENCY, Signal.ALLOC_LATENCY,
          KernelAbi.GD_SERIES_SCHEDULE, Signal.SCHEDULE_LATENCY,
          KernelAbi.GD_SERIES_GC_CYCLE, Signal.GC_CYCLE_DURATION,
          KernelAbi.GD_SERIES_GC_ASSIST, Signal.GC_ASSIST_LATENCY,
          KernelAbi.GD_SERIES_LOCK_WAIT, Signal.LOCK_WAIT,
          KernelAbi.GD_SERIES_TLS_HANDSHAKE, Signal.TLS_HANDSHAKE_LATENCY);

  /** Signal of each counter, by its number. */
  static final Map<Integer, Signal> COUNTERS =
      Map.of(
          KernelAbi.GD_COUNT_GC_CYCLES, Signal.GC_CYCLES,
          KernelAbi.GD_COUNT_GOROUTINES_CREATED, Signal.GOROUTINE_CREATED,
          KernelAbi.GD_COUNT_GOROUTINES_EXITED, Signal.GOROUTINE_EXITED,
          KernelAbi.GD_COUNT_PANICS, Signal.PANICS,
          KernelAbi.GD_COUNT_GOEXITS, Signal.GOEXITS,
          KernelAbi.GD_COUNT_THROWS, Signal.THROWS,
          KernelAbi.GD_COUNT_STACK_GROWTHS, Signal.STACK_GROWTHS,
          KernelAbi.GD_COUNT_TIMERS_STARTED, Signal.TIMERS_STARTED,
          KernelAbi.GD_COUNT_TIMERS_STOPPED, Signal.TIMERS_STOPPED,
          KernelAbi.GD_COUNT_CONTEXTS_TIMED_OUT, Signal.CONTEXTS_TIMED_OUT);

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
