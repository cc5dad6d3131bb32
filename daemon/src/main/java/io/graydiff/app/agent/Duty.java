package io.graydiff.app.agent;

import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that does one job over and over, resting in between. A job that fails ends the duty, and
 * {@link #failure} tells why.
 */
final class Duty implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Duty.class);

  private final Queue<FutureTask<?>> calls = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private final long longestRestNanos;
  private final LongSupplier job;
  private volatile boolean running = true;
  private volatile boolean ended;
  private volatile @Nullable Throwable failure;

  /**
   * @param longestRest so late it does what nobody wakes it for
   * @param job returns the nanoseconds until it has something to do again
   */
  Duty(String name, Duration longestRest, LongSupplier job) {
    this.longestRestNanos = longestRest.toNanos();
    this.job = job;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Something to be done by the duty's thread. */
  @FunctionalInterface
  interface Call {
    void run() throws ComparisonException;
  }

  /** Lets the thread do something between two rounds of its job, and waits until it is done. */
  void call(Call call) throws ComparisonException {
    FutureTask<@Nullable Void> task =
        new FutureTask<>(
            () -> {
              call.run();
              return null;
            });
    calls.add(task);
    LockSupport.unpark(thread);
    if (ended) {
      // Nobody may be left to take it; if somebody did, this changes nothing.
      task.cancel(false);
    }
    try {
      task.get();
    } catch (CancellationException e) {
      throw new IllegalStateException(thread.getName() + " has stopped", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ComparisonException expected) {
        throw expected;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + thread.getName() + " worked", e);
    }
  }

  /** There is something to do: a rest ends at once. For any thread. */
  void wake() {
    LockSupport.unpark(thread);
  }

  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  private void run() {
    try {
      while (running) {
        for (FutureTask<?> call = calls.poll(); call != null; call = calls.poll()) {
          call.run();
        }
        long rest = Math.min(job.getAsLong(), longestRestNanos);
        if (running && rest > 0) {
          LockSupport.parkNanos(rest);
        }
      }
    } catch (RuntimeException | Error e) {
      failure = e;
      LOG.error("{} has stopped", thread.getName(), e);
    } finally {
      ended = true;
      calls.forEach(call -> call.cancel(false));
    }
  }

  /**
   * Lets the job finish what it is doing, and ends the thread. An interrupt does not cut the wait
   * short: what comes next may unmap the memory that the thread reads.
   */
  @Override
  public void close() {
    running = false;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
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
