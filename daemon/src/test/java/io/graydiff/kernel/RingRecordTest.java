package io.graydiff.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graydiff.ffi.Native;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RingRecordTest {
  private static final int HEAD = 8;
  private static final int BYTES = 24;

  private final ByteBuffer memory = Native.allocate(HEAD + BYTES + HEAD);
  private final RingRecord record = new RingRecord();

  @BeforeEach
  void fill() {
    memory.putInt(HEAD + 4, 42).putLong(HEAD + 16, Long.MIN_VALUE + 7);
    record.moveTo(Native.address(memory) + HEAD, BYTES);
  }

  @Test
  void readsWhatLiesThere() {
    byte[] last = new byte[8];
    record.get(16, last);

    assertThat(record.getInt(4)).isEqualTo(42);
    assertThat(record.getLong(16)).isEqualTo(Long.MIN_VALUE + 7);
    assertThat(ByteBuffer.wrap(last).order(memory.order()).getLong()).isEqualTo(Long.MIN_VALUE + 7);
  }

  @Test
  void doesNotReadOutsideOfThePayload() {
    for (int offset : new int[] {-1, Integer.MIN_VALUE, 21, 24, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> record.getInt(offset)).isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThatThrownBy(() -> record.getLong(17)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> record.get(1, new byte[BYTES]))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
