package io.graydiff.goruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graydiff.ffi.Native;
import io.graydiff.goruntime.RemoteMemory.Range;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads this process through the kernel, as if it were another. */
class RemoteMemoryIT {
  private final RemoteMemory own = new RemoteMemory(Math.toIntExact(ProcessHandle.current().pid()));

  @Test
  void readsMoreStretchesThanOneCallTakes() throws Exception {
    ByteBuffer memory = Native.allocate(3000 * Long.BYTES);
    List<Range> ranges = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      memory.putLong(i * Long.BYTES, 7L * i);
      ranges.add(new Range(Native.address(memory) + (long) i * Long.BYTES, Long.BYTES));
    }
    ByteBuffer read = own.read(ranges);
    for (int i = 0; i < 3000; i++) {
      assertThat(read.getLong()).isEqualTo(7L * i);
    }
    assertThat(read.hasRemaining()).isFalse();
  }

  @Test
  void readsNothingWhenNothingIsAsked() throws Exception {
    assertThat(own.read(List.of()).hasRemaining()).isFalse();
  }

  @Test
  void refusesMemoryThatIsNotMapped() {
    ByteBuffer memory = Native.allocate(8);
    assertThatThrownBy(
            () -> own.read(List.of(new Range(Native.address(memory), 8), new Range(64, 8))))
        .isInstanceOf(TargetMemoryException.class)
        .hasMessageContaining("only 8 of 16 bytes");
    assertThatThrownBy(() -> own.read(64, 8))
        .isInstanceOfSatisfying(
            TargetMemoryException.class, e -> assertThat(e.isProcessWide()).isFalse());
  }

  @Test
  void saysThatAProcessHasEnded() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    assertThatThrownBy(() -> new RemoteMemory(Math.toIntExact(ended.pid())).read(4096, 8))
        .isInstanceOfSatisfying(
            TargetMemoryException.class, e -> assertThat(e.isProcessWide()).isTrue())
        .hasMessageEndingWith("has ended");
  }
}
