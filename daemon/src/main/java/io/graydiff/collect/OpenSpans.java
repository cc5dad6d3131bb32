package io.graydiff.collect;

import io.graydiff.ffi.Native;
import io.graydiff.kernel.BpfMap;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.kernel.KernelException;
import io.graydiff.kernel.MapWalk;
import io.graydiff.probe.ProbeKind;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.BiPredicate;

/** The kernel's table of spans that have begun and not ended. For one thread. */
public final class OpenSpans {
  private final BpfMap map;
  private final MapWalk walk;
  private final ByteBuffer found = Native.allocate(KernelAbi.SPAN_KEY_SIZE);

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
    this.walk = map.walk(KernelAbi.SPAN_KEY_SIZE, KernelAbi.SPAN_SIZE);
  }

  /**
   * Removes the spans of these kinds, and shows each before; those that come and go meanwhile may
   * be missed.
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
    walk.begin();
    while (walk.next()) {
      for (int i = 0; i < walk.count(); i++) {
        int key = i * KernelAbi.SPAN_KEY_SIZE;
        int value = i * KernelAbi.SPAN_SIZE;
        int pid = walk.keys().getInt(key + KernelAbi.SPAN_KEY_PID);
        int probe = walk.keys().getInt(key + KernelAbi.SPAN_KEY_PROBE);
        if (stale.test(pid, probe)) {
          visitor.visit(
              pid,
              ProbeKind.of(probe),
              walk.values().getLong(value + KernelAbi.SPAN_START_NS),
              walk.values().getLong(value + KernelAbi.SPAN_DETAIL));
          map.remove(found.put(0, walk.keys(), key, KernelAbi.SPAN_KEY_SIZE));
        }
      }
    }
  }
}
