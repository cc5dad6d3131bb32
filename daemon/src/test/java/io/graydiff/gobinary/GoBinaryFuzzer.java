package io.graydiff.gobinary;

import io.graydiff.fixture.GoBuild;
import io.graydiff.fixture.GoBuild.Form;
import io.graydiff.fixture.GoBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/**
 * Coverage-guided damage to a real program's ELF headers, build information, pc-line table, inline
 * trees, debugging data and code: what {@code ./verify --fuzz} lets Jazzer call. Any exception but
 * the documented ones is a finding.
 */
public final class GoBinaryFuzzer {
  private static final byte[] SEED = seed();
  private static final List<long[]> TABLES = tables();

  private GoBinaryFuzzer() {}

  /** One input: the script of the damage. */
  public static void fuzzerTestOneInput(byte[] script) {
    DamagedFile.of(SEED, TABLES, script).read();
  }

  private static byte[] seed() {
    try {
      return DamagedFile.withPlainDebuggingData(
          Files.readAllBytes(
              GoBuilder.build("tiny", new GoBuild("1.27", Arch.AMD64, Form.DEFAULT))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GoBinaryException e) {
      throw new IllegalStateException("the seed itself is not read", e);
    }
  }

  private static List<long[]> tables() {
    try {
      return DamagedFile.tables(SEED);
    } catch (GoBinaryException e) {
      throw new IllegalStateException("the seed itself is not read", e);
    }
  }
}
