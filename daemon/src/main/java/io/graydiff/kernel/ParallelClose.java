package io.graydiff.kernel;

import io.graydiff.ffi.Native;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes what keeps probes attached, side by side. Closing one waits some ten milliseconds for the
 * kernel, without using a CPU; the waits overlap, so that more threads than CPUs make sense. The
 * thread that rested last, whose caches are the warmest, is taken first; where all are at work the
 * caller closes.
 */
final class ParallelClose {
  private static final int THREADS = 16;
  private static final long IDLE_SECONDS = 10;
  private static final ExecutorService POOL = pool();

  private ParallelClose() {}

  /** Closes one itself rather than rest meanwhile: waking threads up is most of what it takes. */
  static void closeAll(Collection<UprobeLink.Attachment> attachments) {
    List<UprobeLink.Attachment> all = List.copyOf(attachments);
    if (all.isEmpty()) {
      return;
    }
    List<CompletableFuture<Void>> others =
        all.subList(1, all.size()).stream()
            .map(attachment -> CompletableFuture.runAsync(attachment::close, POOL))
            .toList();
    all.get(0).close();
    others.forEach(CompletableFuture::join);
  }

  /** Closes one after the other, while the caller goes on. */
  static void closeBehind(Collection<UprobeLink.Attachment> attachments) {
    POOL.execute(() -> attachments.forEach(UprobeLink.Attachment::close));
  }

  private static ExecutorService pool() {
    return new ThreadPoolExecutor(
        0,
        THREADS,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
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
        },
        new ThreadPoolExecutor.CallerRunsPolicy());
  }
}
