package io.graydiff.collect;

import io.graydiff.kernel.KernelException;
import java.util.Optional;

/**
 * The clock of the CPU profile. 49 ticks a second and CPU: a prime, so that it does not keep step
 * with what programs do ten or a hundred times a second. For one thread.
 */
final class ProfilingClock {
  static final int HERTZ = 49;

  private final KernelProbes kernel;
  private Optional<AutoCloseable> running = Optional.empty();

  ProfilingClock(KernelProbes kernel) {
    this.kernel = kernel;
  }

  /** Ticks from now on, if it did not already. */
  void start() throws KernelException {
    if (running.isEmpty()) {
      running = Optional.of(kernel.startClock(HERTZ));
    }
  }

  /** Ticks no more. */
  void stop() {
    if (running.isPresent()) {
      try {
        running.get().close();
      } catch (Exception e) {
        throw new IllegalStateException("stopping the profiling clock", e);
      }
      running = Optional.empty();
    }
  }
}
