package io.graydiff.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.target.BinaryId;
import io.graydiff.target.GoBuild;
import io.graydiff.target.GoProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeldExecutableTest {
  private static final int PAGE = 4096;

  /** Far behind what running the program reads. */
  private static final long FAR = 64L << 20;

  private Path file;
  private Process process;

  /** On a disk: /tmp may be in memory, where nothing is ever read in. */
  @BeforeEach
  void runFileThatIsNotInMemory() throws Exception {
    file = Files.createTempFile(Path.of("target"), "held", "");
    Files.copy(Path.of("/bin/sleep"), file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    try (FileChannel content = FileChannel.open(file, StandardOpenOption.WRITE)) {
      content.write(ByteBuffer.allocate(PAGE), FAR);
    }
    String forget = "dd if=/dev/null of=" + file + " oflag=nocache conv=notrunc,fdatasync count=0";
    assertThat(new ProcessBuilder("sh", "-c", "sync " + file + " && " + forget).start().waitFor())
        .isZero();
    process = new ProcessBuilder(file.toString(), "60").start();
  }

  @AfterEach
  void end() throws Exception {
    process.destroyForcibly().waitFor();
    Files.delete(file);
  }

  @Test
  void bringsIntoMemoryWhatWillBeProbed() throws Exception {
    try (HeldExecutable held = HeldExecutable.of(running())) {
      assertThat(isInMemory()).isFalse();

      held.cache(HeldExecutable.pages(LongStream.of(FAR + 17)));

      assertThat(isInMemory()).isTrue();
    }
  }

  @Test
  void readsEachPageOnce() {
    assertThat(HeldExecutable.pages(LongStream.of(PAGE + 17, 3, PAGE, PAGE - 1, 5 * PAGE)))
        .containsExactly(PAGE, 0, 5 * PAGE);
  }

  private GoProcess running() throws IOException {
    GoBuild build = new GoBuild("go1.22", "m", Optional.empty(), GoBuild.Mode.EXE, true, "");
    int pid = (int) process.pid();
    return new GoProcess(pid, 0, file.toString(), BinaryId.of(file), build, "", List.of());
  }

  private boolean isInMemory() throws IOException {
    try (FileChannel content = FileChannel.open(file, StandardOpenOption.READ)) {
      return content.map(FileChannel.MapMode.READ_ONLY, FAR, PAGE).isLoaded();
    }
  }
}
