package io.graydiff.collect;

import io.graydiff.kernel.EventRing;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.kernel.RingRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * A goroutine panicked, or the runtime gave up; addresses have no names yet.
   *
   * @param type address of the type of a panic's value; 0: none
   * @param callers return addresses, the innermost first
   */
  record RawFailure(
      int pid, long goid, Failure.Kind kind, long type, String text, List<Long> callers)
      implements AgentEvent {}

  /** A goroutine panicked, which it may recover, or the runtime gave up. */
  record Failed(int pid, long goid, Failure failure) implements AgentEvent {}

  /** The last panic of that goroutine was not recovered: the process ends. */
  record PanicEnds(int pid, long goid) implements AgentEvent {}

  /** Decodes records and passes them on. */
  static EventRing.Consumer decoding(Consumer<AgentEvent> to) {
    return record -> {
      int pid = record.getInt(KernelAbi.EVENT_PID);
      long goid = record.getLong(KernelAbi.EVENT_GOID);
      switch (record.getInt(KernelAbi.EVENT_TYPE)) {
        case KernelAbi.GD_EVENT_EXEC -> to.accept(new Started(pid));
        case KernelAbi.GD_EVENT_EXIT -> to.accept(new Exited(pid));
        case KernelAbi.GD_EVENT_SLOW_REQUEST ->
            to.accept(
                new SlowRequest(
                    pid,
                    goid,
                    record.getLong(KernelAbi.EVENT_VALUE),
                    text(record, KernelAbi.EVENT_TEXT)));
        case KernelAbi.GD_EVENT_PANIC -> to.accept(failure(Failure.Kind.PANIC, pid, goid, record));
        case KernelAbi.GD_EVENT_THROW -> to.accept(failure(Failure.Kind.THROW, pid, goid, record));
        case KernelAbi.GD_EVENT_PANIC_ENDS -> to.accept(new PanicEnds(pid, goid));
        default ->
            throw new IllegalStateException("event type " + record.getInt(KernelAbi.EVENT_TYPE));
      }
    };
  }

  private static RawFailure failure(Failure.Kind kind, int pid, long goid, RingRecord record) {
    List<Long> callers = new ArrayList<>();
    for (int i = 0; i < KernelAbi.GD_EVENT_CALLERS; i++) {
      long caller = record.getLong(KernelAbi.EVENT_CALLERS + i * Long.BYTES);
      if (caller == 0) {
        break;
      }
      callers.add(caller);
    }
    return new RawFailure(
        pid,
        goid,
        kind,
        record.getLong(KernelAbi.EVENT_VALUE),
        text(record, KernelAbi.EVENT_TEXT),
        callers);
  }

  private static String text(RingRecord record, int offset) {
    byte[] bytes = new byte[KernelAbi.GD_EVENT_TEXT];
    record.get(offset, bytes);
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
