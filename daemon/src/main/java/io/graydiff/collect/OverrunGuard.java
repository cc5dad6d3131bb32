package io.graydiff.collect;

import io.graydiff.ffi.Native;
import io.graydiff.kernel.AlarmRing;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.kernel.KernelException;
import io.graydiff.kernel.RingRecord;
import io.graydiff.probe.ProbeKind;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detaches probes that were hit more often than they might, at once and whatever else the agent is
 * doing: a thread of its own sleeps until the kernel's programs, which count the hits and end the
 * window themselves, ring. What it detached the {@link Governor} finds out by the limit that was
 * reached. It has a CPU before others, where it may. Closing ends the thread.
 */
public final class OverrunGuard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OverrunGuard.class);

  private final AlarmRing alarms;
  private final Observer observer;
  private final Thread thread;
  private volatile boolean running = true;

  public OverrunGuard(KernelProbes kernel, Observer observer) {
    this.alarms = kernel.alarms();
    this.observer = observer;
    this.thread = new Thread(this::run, "graydiff-guard");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    Native.preferThisThread();
    List<ProbeKind> rung = new ArrayList<>();
    try {
      while (running) {
        alarms.await(record -> rung.add(kind(record)));
        rung.forEach(kind -> observer.detachNow(ProbeGroup.of(kind)));
        rung.clear();
      }
    } catch (KernelException e) {
      // Windows are still closed by the collector, only later.
      LOG.error("windows that cost too much are not cut off at once: {}", e.getMessage());
    }
  }

  private static ProbeKind kind(RingRecord record) {
    return ProbeKind.of((int) record.getLong(KernelAbi.ALARM_PROBE));
  }

  @Override
  public void close() {
    running = false;
    alarms.wake();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        // Its ring is unmapped next.
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
