package io.graydiff.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class KernelConstantsTest {
  @Test
  void readsThePageSizeOutOfTheAuxiliaryVector() throws IOException {
    assertThat(KernelConstants.parse(auxv(33, 1, 6, 65_536, 17, 100, 0, 0)))
        .isEqualTo(new KernelConstants(65_536));
  }

  @Test
  void refusesAVectorWithoutIt() {
    assertThatThrownBy(() -> KernelConstants.parse(auxv(17, 100, 0, 0)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void agreesWithThisMachine() throws Exception {
    assertThat(KernelConstants.read()).isEqualTo(new KernelConstants(getconf("PAGESIZE")));
  }

  private static long getconf(String name) throws Exception {
    Process getconf = new ProcessBuilder("getconf", name).start();
    try (var answer = getconf.inputReader()) {
      return Long.parseLong(String.valueOf(answer.readLine()));
    }
  }

  private static byte[] auxv(long... words) {
    ByteBuffer bytes =
        ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.nativeOrder());
    for (long word : words) {
      bytes.putLong(word);
    }
    return bytes.array();
  }
}
