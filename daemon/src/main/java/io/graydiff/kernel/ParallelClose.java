package io.graydiff.kernel;

import io.graydiff.ffi.Native;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes what keeps probes attached, side by side. Closing one waits some ten milliseconds for the
 * kernel, without using a CPU; the waits overlap, so that more threads than CPUs make sense.
 */
final class ParallelClose {
  private static final int THREADS = 16;
  private static final long IDLE_SECONDS = 10;
  private static final ExecutorService POOL = pool();

  private ParallelClose() {}

  static void closeAll(Collection<UprobeLink.Attachment> attachments) {
    begin(attachments).forEach(CompletableFuture::join);
  }

  static List<CompletableFuture<Void>> begin(Collection<UprobeLink.Attachment> attachments) {
    return attachments.stream()
        .map(attachment -> CompletableFuture.runAsync(attachment::close, POOL))
        .toList();
  }

  private static ExecutorService pool() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread =
                  new Thread(
                      () -> {
                        Native.preferThisThread();
                        task.run();
                      },
                      "graydiff-detach");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
