package io.graydiff.kernel;

import io.graydiff.ffi.LibC;
import io.graydiff.ffi.Native;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The consumer's side of a BPF ring buffer (Linux 5.8), read from the mapped pages.
 *
 * <pre>
 *   page 0          consumer position   written here
 *   page 1          producer position   written by the kernel
 *   page 2 ...      data, then the same data again, so that no record is ever split
 *
 *   record: u32 length | BUSY | DISCARD, u32 page offset, payload, padded to 8
 * </pre>
 *
 * <p>One thread drains. It never blocks the kernel's side; a full ring makes programs count a loss.
 * Room is given back a page at a time and at the end of a drain. A record that is still being
 * written ends the drain, to go on there the next time. Layout and memory order:
 * linux/kernel/bpf/ringbuf.c.
 */
public final class EventRing implements AutoCloseable {
  private static final int BUSY = 1 << 31;
  private static final int DISCARD = 1 << 30;
  private static final int HEADER = 8;

  // The page is shared with the kernel, which looks at it for each record that it reserves.
  private static final int FREED_AT_ONCE = Mapping.PAGE;

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final Mapping consumerPage;
  private final Mapping producerPages;
  private final ByteBuffer consumer;
  private final ByteBuffer producer;
  private final long data;
  private final int mask;
  private final RingRecord record = new RingRecord();

  /** Receives records. */
  @FunctionalInterface
  public interface Consumer {
    /**
     * One record.
     *
     * @param record valid only during the call
     */
    void accept(RingRecord record);
  }

  private EventRing(Mapping consumerPage, Mapping producerPages, int bytes) {
    this.consumerPage = consumerPage;
    this.producerPages = producerPages;
    this.consumer = consumerPage.view();
    this.producer = producerPages.view();
    this.data = producerPages.address() + Mapping.PAGE;
    this.mask = bytes - 1;
  }

  static EventRing map(String name, int fd, int bytes) throws KernelException {
    Mapping consumer = Mapping.of(name, fd, Mapping.PAGE, LibC.PROT_READ | LibC.PROT_WRITE, 0);
    try {
      Mapping producer =
          Mapping.of(name, fd, Mapping.PAGE + 2L * bytes, LibC.PROT_READ, Mapping.PAGE);
      return new EventRing(consumer, producer, bytes);
    } catch (KernelException e) {
      consumer.close();
      throw e;
    }
  }

  /**
   * Hands every finished record to {@code to} and frees its room. Allocates nothing.
   *
   * @return how many records were handed over
   */
  public int drain(Consumer to) {
    int records = 0;
    long position = (long) LONG.getOpaque(consumer, 0);
    long freed = position;
    // Acquire: what the kernel wrote before it moved its position is seen after this.
    long end = (long) LONG.getAcquire(producer, 0);
    try {
      while (position < end) {
        long at = data + (position & mask);
        // Acquire: the record is complete once its busy bit is seen clear.
        int header = Native.getInt(at);
        VarHandle.acquireFence();
        if ((header & BUSY) != 0) {
          break;
        }
        int length = header & ~DISCARD;
        if ((header & DISCARD) == 0) {
          record.moveTo(at + HEADER, length);
          to.accept(record);
          records++;
        }
        position += (length + HEADER + 7) & ~7;
        if (position - freed >= FREED_AT_ONCE) {
          freeUpTo(position);
          freed = position;
        }
      }
    } finally {
      freeUpTo(position);
    }
    return records;
  }

  private void freeUpTo(long position) {
    // Release: the kernel may overwrite a record only after it was read.
    LONG.setRelease(consumer, 0, position);
  }

  @Override
  public void close() {
    producerPages.close();
    consumerPage.close();
  }
}
