package io.graydiff.kernel;

import java.util.Collection;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Uprobes that are attached until closed. Closing waits until no program runs any more; the kernel
 * also detaches them when this process dies, however it dies.
 */
public final class UprobeLink implements AutoCloseable {
  private final List<Attachment> attachments;

  /** A file descriptor that keeps probes attached. */
  static final class Attachment {
    private final IntConsumer closing;
    private int fd;

    /**
     * @param fd taken over; less than zero for none
     * @param closing how it is closed
     */
    Attachment(int fd, IntConsumer closing) {
      this.fd = fd;
      this.closing = closing;
    }

    /** Any thread; returns once the probes are detached, also by another thread. */
    synchronized void close() {
      if (fd >= 0) {
        closing.accept(fd);
        fd = -1;
      }
    }
  }

  UprobeLink(List<Attachment> attachments) {
    this.attachments = List.copyOf(attachments);
  }

  /** Any thread; returns once the probes are detached, also by another thread. */
  @Override
  public void close() {
    closeAll(List.of(this));
  }

  /** Closes several side by side: each waits for the kernel's grace period, all for the same. */
  public static void closeAll(Collection<UprobeLink> links) {
    ParallelClose.closeAll(attachments(links));
  }

  /** Closes several without waiting for it: of a file that no process executes any more. */
  public static void closeBehind(Collection<UprobeLink> links) {
    ParallelClose.closeBehind(attachments(links));
  }

  private static List<Attachment> attachments(Collection<UprobeLink> links) {
    return links.stream().flatMap(link -> link.attachments.stream()).toList();
  }
}
