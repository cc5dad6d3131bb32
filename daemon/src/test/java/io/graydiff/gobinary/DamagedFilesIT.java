package io.graydiff.gobinary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.graydiff.fixture.GoBuild;
import io.graydiff.fixture.GoBuild.Form;
import io.graydiff.fixture.GoBuilder;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random damage to the tables of real programs: the only exception is the documented one, and every
 * file is answered. {@code -Dgraydiff.damage=N} sets the number of files for each seed.
 */
class DamagedFilesIT {
  private static final int FILES = Integer.getInteger("graydiff.damage", 3_000);
  private static final int STEP_BYTES = 12;

  @ParameterizedTest
  @CsvSource({"1.19, AMD64, DEFAULT", "1.23, AMD64, PIE", "1.27, ARM64, DEFAULT"})
  void isAnsweredOrRefusedButNeverCrashes(String version, Arch arch, Form form) throws Exception {
    byte[] seed =
        DamagedFile.withPlainDebuggingData(
            Files.readAllBytes(GoBuilder.build("tiny", new GoBuild(version, arch, form))));
    List<long[]> tables = DamagedFile.tables(seed);
    Random random = new Random(20261120);
    int[] depths = new int[6];
    for (int i = 0; i < FILES; i++) {
      byte[] script = new byte[STEP_BYTES * (1 + random.nextInt(4))];
      random.nextBytes(script);
      DamagedFile damaged = DamagedFile.of(seed, tables, script);
      // Far beyond what a busy machine needs: it catches endless loops, not slowness.
      depths[assertTimeoutPreemptively(Duration.ofMinutes(1), damaged::read)]++;
    }
    assertThat(DamagedFile.of(seed, tables, new byte[0]).read()).isEqualTo(5);
    assertThat(depths[0]).as("refused at once").isPositive();
    assertThat(depths[5]).as("read to the end").isPositive();
  }
}
