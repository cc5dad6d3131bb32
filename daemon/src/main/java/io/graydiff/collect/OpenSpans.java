package io.graydiff.collect;

import io.graydiff.ffi.Native;
import io.graydiff.kernel.BpfMap;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.kernel.KernelException;
import io.graydiff.probe.ProbeKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

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
     * @param kind of its probe
     * @param startNanos monotonic clock
     * @param detail what the beginning left, such as the wait reason
     */
    void visit(int pid, ProbeKind kind, long startNanos, long detail);
  }

  OpenSpans(BpfMap map) {
    this.map = map;
  }

  /**
   * Removes the spans of these kinds, and shows each before. A walk takes two system calls a span;
   * spans that come and go meanwhile may be missed.
   */
  void remove(Set<ProbeKind> kinds, Visitor visitor) throws KernelException {
    removeIf((pid, probe) -> kinds.contains(ProbeKind.of(probe)), visitor);
  }

  /** Removes the spans of a process that is not observed any more. */
  void forget(int pid) throws KernelException {
    removeIf((of, probe) -> of == pid, (of, kind, start, detail) -> {});
  }

  private void removeIf(BiPredicate<Integer, Integer> stale, Visitor visitor)
      throws KernelException {
    List<ByteBuffer> found = new ArrayList<>();
    for (boolean more = map.firstKey(key); more; more = advance()) {
      int pid = key.getInt(KernelAbi.SPAN_KEY_PID);
      int probe = key.getInt(KernelAbi.SPAN_KEY_PROBE);
      if (stale.test(pid, probe) && map.get(key, value)) {
        visitor.visit(
            pid,
            ProbeKind.of(probe),
            value.getLong(KernelAbi.SPAN_START_NS),
            value.getLong(KernelAbi.SPAN_DETAIL));
        found.add(Native.allocate(KernelAbi.SPAN_KEY_SIZE).put(0, key, 0, key.capacity()));
      }
    }
    for (ByteBuffer span : found) {
      map.remove(span);
    }
  }

  private boolean advance() {
    boolean more = map.nextKey(key, next);
    key.put(0, next, 0, next.capacity());
    return more;
  }
}
