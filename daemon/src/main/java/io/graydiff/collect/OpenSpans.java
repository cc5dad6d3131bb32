package io.graydiff.collect;

import io.graydiff.ffi.Native;
import io.graydiff.kernel.BpfMap;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.kernel.KernelException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The kernel's table of spans that have begun and not ended. For one thread. */
public final class OpenSpans {
  private final BpfMap map;
  private final ByteBuffer key = Native.allocate(KernelAbi.SPAN_KEY_SIZE);
  private final ByteBuffer next = Native.allocate(KernelAbi.SPAN_KEY_SIZE);
  private final ByteBuffer value = Native.allocate(KernelAbi.SPAN_SIZE);

  /** Receives open spans. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One span.
     *
     * @param pid of the process
     * @param probe number of its {@link io.graydiff.probe.ProbeKind}
     * @param startNanos monotonic clock
     * @param detail what the beginning left, such as the wait reason
     */
    void visit(int pid, int probe, long startNanos, long detail);
  }

  OpenSpans(BpfMap map) {
    this.map = map;
  }

  /**
   * Walks over the spans, two system calls each; those that come and go meanwhile may be missed.
   */
  public void forEach(Visitor visitor) {
    boolean more = map.firstKey(key);
    while (more) {
      if (map.get(key, value)) {
        visitor.visit(
            key.getInt(KernelAbi.SPAN_KEY_PID),
            key.getInt(KernelAbi.SPAN_KEY_PROBE),
            value.getLong(KernelAbi.SPAN_START_NS),
            value.getLong(KernelAbi.SPAN_DETAIL));
      }
      more = advance();
    }
  }

  /** Removes the spans of a process that is not observed any more. */
  void forget(int pid) throws KernelException {
    List<ByteBuffer> stale = new ArrayList<>();
    for (boolean more = map.firstKey(key); more; more = advance()) {
      if (key.getInt(KernelAbi.SPAN_KEY_PID) == pid) {
        stale.add(Native.allocate(KernelAbi.SPAN_KEY_SIZE).put(0, key, 0, key.capacity()));
      }
    }
    for (ByteBuffer span : stale) {
      map.remove(span);
    }
  }

  private boolean advance() {
    boolean more = map.nextKey(key, next);
    key.put(0, next, 0, next.capacity());
    return more;
  }
}
