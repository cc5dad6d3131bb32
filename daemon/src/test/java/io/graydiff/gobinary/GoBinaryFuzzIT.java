package io.graydiff.gobinary;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.graydiff.fixture.GoBuild;
import io.graydiff.fixture.GoBuild.Form;
import io.graydiff.fixture.GoBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/**
 * Coverage-guided damage to a real program's ELF headers, build information, pc-line table, inline
 * trees and code. With {@code JAZZER_FUZZ=1} in the environment it searches for a minute; otherwise
 * it runs the inputs that were kept. Any exception but the documented ones is a finding.
 */
class GoBinaryFuzzIT {
  private static final byte[] SEED = seed();
  private static final List<long[]> TABLES = tables();

  private static byte[] seed() {
    try {
      return Files.readAllBytes(
          GoBuilder.build("tiny", new GoBuild("1.27", Arch.AMD64, Form.DEFAULT)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<long[]> tables() {
    try {
      return DamagedFile.tables(SEED);
    } catch (GoBinaryException e) {
      throw new IllegalStateException("the seed itself is not read", e);
    }
  }

  @FuzzTest(maxDuration = "60s")
  void damageIsAnsweredOrRefused(byte[] script) {
    DamagedFile.of(SEED, TABLES, script).read();
  }
}
