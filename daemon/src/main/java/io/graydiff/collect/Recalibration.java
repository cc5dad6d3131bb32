package io.graydiff.collect;

import io.graydiff.kernel.Attacher;
import io.graydiff.kernel.KernelException;
import io.graydiff.kernel.UprobeLink;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the trap of a hit anew while the agent runs, because a machine gets faster and slower:
 * its clock changes, and its neighbours on the same hardware. Of the last two measurements the
 * dearer counts, since a budget is a promise. A thread of its own; closing ends it.
 */
public final class Recalibration implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Recalibration.class);

  /** A tenth of a second of CPU time in two minutes is less than a thousandth of a core. */
  private static final Duration PERIOD = Duration.ofMinutes(2);

  private final Attacher attacher;
  private final CostAccount account;
  private final Duration period;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private TrapCost last;

  /**
   * @param first what was measured at the start
   */
  public Recalibration(Attacher attacher, Calibration first, CostAccount account) {
    this(attacher, first, account, PERIOD);
  }

  Recalibration(Attacher attacher, Calibration first, CostAccount account, Duration period) {
    this.attacher = attacher;
    this.account = account;
    this.period = period;
    this.last = first.hit().trap();
    this.thread = new Thread(this::run, "graydiff-calibrator");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (!ended.await(period.toNanos(), TimeUnit.NANOSECONDS)) {
        measure();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void measure() {
    try (CalibrationHelper helper = CalibrationHelper.start();
        UprobeLink link = TrapCost.attach(attacher, helper)) {
      TrapCost now = TrapCost.measure(helper);
      LOG.debug("the trap of a hit takes {} ns now, {}", now.cheapNanos(), now.dearNanos());
      account.retune(now.max(last));
      last = now;
    } catch (KernelException | IOException e) {
      LOG.warn("what a hit costs was not measured anew: {}", e.getMessage());
    }
  }

  @Override
  public void close() throws InterruptedException {
    ended.countDown();
    // The programs that it attaches are unloaded next.
    thread.join();
  }
}
