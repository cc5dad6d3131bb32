package io.graydiff.kernel;

import io.graydiff.ffi.Native;

/**
 * The payload of one record of a ring, read where it lies: by address, since each look into a
 * buffer takes the agent's compiler several times as long (EventRingRace). One object is moved from
 * record to record, and is valid only while it is handed over. For the thread that drains.
 *
 * <p>Offsets are in bytes from the payload's first one, numbers in native byte order. Reading
 * outside of the payload throws {@link IndexOutOfBoundsException}.
 */
public final class RingRecord {
  private long address;
  private int bytes;

  RingRecord() {}

  void moveTo(long newAddress, int newBytes) {
    address = newAddress;
    bytes = newBytes;
  }

  /** Number at an offset. */
  public int getInt(int offset) {
    return Native.getInt(address(offset, Integer.BYTES));
  }

  /** Number at an offset. */
  public long getLong(int offset) {
    return Native.getLong(address(offset, Long.BYTES));
  }

  /** Fills an array with what begins at an offset. */
  public void get(int offset, byte[] to) {
    Native.copy(address(offset, to.length), to);
  }

  private long address(int offset, int length) {
    if (offset < 0 || offset > bytes - length) {
      throw new IndexOutOfBoundsException(offset);
    }
    return address + offset;
  }
}
