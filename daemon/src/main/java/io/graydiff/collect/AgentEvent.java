package io.graydiff.collect;

import io.graydiff.kernel.EventRing;
import io.graydiff.kernel.KernelAbi;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A single thing that happened, from the event ring. */
public sealed interface AgentEvent {

  /** A process executes a new program. */
  record Started(int pid) implements AgentEvent {}

  /** The first thread of an observed process ended. */
  record Exited(int pid) implements AgentEvent {}

  /**
   * A request took long.
   *
   * @param pid of the server
   * @param goid of the goroutine that served it
   * @param nanos its latency
   * @param path its URL path, cut off after 95 bytes; empty when unknown
   */
  record SlowRequest(int pid, long goid, long nanos, String path) implements AgentEvent {}

  /** A goroutine panicked; it may recover. */
  record Panicked(int pid, long goid) implements AgentEvent {}

  /** Decodes records and passes them on. */
  static EventRing.Consumer decoding(Consumer<AgentEvent> to) {
    return (memory, offset, length) -> {
      int pid = memory.getInt(offset + KernelAbi.EVENT_PID);
      long goid = memory.getLong(offset + KernelAbi.EVENT_GOID);
      switch (memory.getInt(offset + KernelAbi.EVENT_TYPE)) {
        case KernelAbi.GD_EVENT_EXEC -> to.accept(new Started(pid));
        case KernelAbi.GD_EVENT_EXIT -> to.accept(new Exited(pid));
        case KernelAbi.GD_EVENT_SLOW_REQUEST ->
            to.accept(
                new SlowRequest(
                    pid,
                    goid,
                    memory.getLong(offset + KernelAbi.EVENT_VALUE),
                    text(memory, offset + KernelAbi.EVENT_TEXT)));
        case KernelAbi.GD_EVENT_PANIC -> to.accept(new Panicked(pid, goid));
        default ->
            throw new IllegalStateException(
                "event type " + memory.getInt(offset + KernelAbi.EVENT_TYPE));
      }
    };
  }

  private static String text(ByteBuffer memory, int offset) {
    byte[] bytes = new byte[KernelAbi.GD_EVENT_TEXT];
    memory.get(offset, bytes);
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
