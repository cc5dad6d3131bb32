package io.graydiff.collect;

import io.graydiff.ffi.Native;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.signal.Signal;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * What the programs must know of one observed process.
 *
 * @param population under which it is counted
 * @param slowRequestNanos requests of at least this length are reported one by one; 0: none
 * @param offsets of its Go version
 * @param floors what is taken off its shortest spans
 */
public record Target(int population, long slowRequestNanos, Offsets offsets, Floors floors) {

  /** What probes add to spans, in nanoseconds; 0: nothing is taken off. */
  public record Floors(int allocation, int assist, int lock) {
    public static final Floors UNKNOWN = new Floors(0, 0, 0);

    static Floors of(Map<Signal, SpanFloor> floors) {
      return new Floors(
          nanos(floors, Signal.ALLOC_LATENCY),
          nanos(floors, Signal.GC_ASSIST_LATENCY),
          nanos(floors, Signal.LOCK_WAIT));
    }

    private static int nanos(Map<Signal, SpanFloor> floors, Signal signal) {
      return (int) Math.round(floors.getOrDefault(signal, SpanFloor.NONE).nanos());
    }
  }

  /** Byte offsets of fields that the programs read in the process; 0: unknown, not read. */
  public record Offsets(
      int goid,
      int waitReason,
      int tracking,
      int trackingStamp,
      int requestUrl,
      int urlPath,
      int responseStatus,
      int streamWroteHeader,
      int contextErr) {
    public static final Offsets UNKNOWN = new Offsets(0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  ByteBuffer encode() {
    return Native.allocate(KernelAbi.TARGET_SIZE)
        .putInt(KernelAbi.TARGET_POPULATION, population)
        .putLong(KernelAbi.TARGET_SLOW_REQUEST_NS, slowRequestNanos)
        .putShort(KernelAbi.TARGET_G_GOID, (short) offsets.goid)
        .putShort(KernelAbi.TARGET_G_WAIT_REASON, (short) offsets.waitReason)
        .putShort(KernelAbi.TARGET_G_TRACKING, (short) offsets.tracking)
        .putShort(KernelAbi.TARGET_G_TRACKING_STAMP, (short) offsets.trackingStamp)
        .putShort(KernelAbi.TARGET_REQUEST_URL, (short) offsets.requestUrl)
        .putShort(KernelAbi.TARGET_URL_PATH, (short) offsets.urlPath)
        .putShort(KernelAbi.TARGET_RESPONSE_STATUS, (short) offsets.responseStatus)
        .putShort(KernelAbi.TARGET_STREAM_WROTE_HEADER, (short) offsets.streamWroteHeader)
        .putShort(KernelAbi.TARGET_CONTEXT_ERR, (short) offsets.contextErr)
        .putInt(floor(KernelAbi.GD_FLOOR_ALLOC), floors.allocation)
        .putInt(floor(KernelAbi.GD_FLOOR_ASSIST), floors.assist)
        .putInt(floor(KernelAbi.GD_FLOOR_LOCK), floors.lock);
  }

  private static int floor(int number) {
    return KernelAbi.TARGET_FLOOR_NS + number * Integer.BYTES;
  }
}
