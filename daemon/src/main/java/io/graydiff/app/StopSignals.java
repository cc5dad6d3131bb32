package io.graydiff.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/**
 * Waits for the end of a run: the time is up, or somebody asks this process to stop. The first
 * SIGINT or SIGTERM ends it in order; a second one ends it at once, and the kernel then detaches
 * the probes.
 */
final class StopSignals {
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile Runnable whenStopped = () -> {};

  private StopSignals() {}

  /** From now on the two signals mean stop. */
  static StopSignals listen() {
    StopSignals signals = new StopSignals();
    for (String name : new String[] {"INT", "TERM"}) {
      Signal.handle(new Signal(name), signal -> signals.stop());
    }
    return signals;
  }

  private void stop() {
    if (stopped.getCount() == 0) {
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
    stopped.countDown();
    whenStopped.run();
  }

  /** Also runs this when asked to stop, in another thread; at once if that was so before. */
  void onStop(Runnable action) {
    whenStopped = action;
    if (requested()) {
      action.run();
    }
  }

  /** Waits that long at most; true if asked to stop. */
  boolean await(Duration atMost) throws InterruptedException {
    return stopped.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  boolean requested() {
    return stopped.getCount() == 0;
  }
}
