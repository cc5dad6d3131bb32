package io.graydiff.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.GoBuild;
import io.graydiff.fixture.GoBuild.Form;
import io.graydiff.fixture.GoBuilder;
import io.graydiff.gobinary.Arch;
import io.graydiff.gobinary.GoBinary;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files share what was read of one of them. */
class ProgramFactsIT {
  private static final Path PROGRAM = program(Form.DEFAULT);

  @TempDir Path folder;

  @Test
  void copiesOfAProgramShareThem() throws Exception {
    assertThat(areOf(copy())).isTrue();
  }

  @Test
  void aFileThatOnlyClaimsTheSameBuildDoesNot() throws Exception {
    Path other = copy();
    long code;
    try (GoBinary binary = GoBinary.open(other)) {
      code = binary.function("main.main").orElseThrow().fileOffset();
    }
    try (FileChannel file = FileChannel.open(other, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[] {(byte) 0xcc}), code);
    }

    try (GoBinary one = GoBinary.open(PROGRAM);
        GoBinary two = GoBinary.open(other)) {
      assertThat(one.cacheKey()).isEqualTo(two.cacheKey());
    }
    assertThat(areOf(other)).isFalse();
  }

  @Test
  void aStrippedCopyDoesNot() throws Exception {
    assertThat(areOf(program(Form.GNU_STRIPPED))).isFalse();
  }

  private static boolean areOf(Path other) throws Exception {
    try (GoBinary own = GoBinary.open(PROGRAM);
        GoBinary binary = GoBinary.open(other)) {
      return ProgramFacts.of(own, true).areOf(binary, PROGRAM);
    }
  }

  private Path copy() throws Exception {
    return Files.copy(PROGRAM, folder.resolve("copy"));
  }

  private static Path program(Form form) {
    return GoBuilder.build("tiny", new GoBuild("1.22", Arch.AMD64, form));
  }
}
