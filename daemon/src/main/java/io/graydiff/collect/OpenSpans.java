package io.graydiff.collect;

import io.graydiff.ffi.Native;
import io.graydiff.kernel.BpfMap;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.kernel.KernelException;
import io.graydiff.kernel.MapWalk;
import java.nio.ByteBuffer;

/** The kernel's table of spans that have begun and not ended. For one thread. */
public final class OpenSpans {
  private final BpfMap map;

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

  /** Walks over the spans; those that come and go meanwhile may be missed. */
  public void forEach(Visitor visitor) throws KernelException {
    MapWalk walk = map.walk(KernelAbi.SPAN_KEY_SIZE, KernelAbi.SPAN_SIZE);
    while (walk.next()) {
      for (int i = 0; i < walk.count(); i++) {
        int key = i * KernelAbi.SPAN_KEY_SIZE;
        int value = i * KernelAbi.SPAN_SIZE;
        visitor.visit(
            walk.keys().getInt(key + KernelAbi.SPAN_KEY_PID),
            walk.keys().getInt(key + KernelAbi.SPAN_KEY_PROBE),
            walk.values().getLong(value + KernelAbi.SPAN_START_NS),
            walk.values().getLong(value + KernelAbi.SPAN_DETAIL));
      }
    }
  }

  /** Removes the spans of a process that is not observed any more. */
  void forget(int pid) throws KernelException {
    ByteBuffer stale = Native.allocate(KernelAbi.SPAN_KEY_SIZE);
    MapWalk walk = map.walk(KernelAbi.SPAN_KEY_SIZE, KernelAbi.SPAN_SIZE);
    while (walk.next()) {
      for (int i = 0; i < walk.count(); i++) {
        int key = i * KernelAbi.SPAN_KEY_SIZE;
        if (walk.keys().getInt(key + KernelAbi.SPAN_KEY_PID) == pid) {
          map.remove(stale.put(0, walk.keys(), key, KernelAbi.SPAN_KEY_SIZE));
        }
      }
    }
  }
}
