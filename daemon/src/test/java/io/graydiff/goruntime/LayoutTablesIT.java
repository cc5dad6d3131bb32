package io.graydiff.goruntime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generates the tables of two versions that Debian has, and of two that it has not, anew and holds
 * the checked-in ones against them.
 */
class LayoutTablesIT {
  @Test
  void theCheckedInTablesAreWhatTheToolchainsSay(@TempDir Path out) throws Exception {
    Process script =
        new ProcessBuilder(
                "../deploy/toolchains/layouts.sh", out.toString(), "1.17", "1.19", "1.20", "1.27")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(script.waitFor()).isZero();
    for (String name :
        List.of("layouts.csv", "wait-reasons.csv", "stw-reasons.csv", "size-classes.csv")) {
      compare(name, out);
    }
  }

  private static void compare(String name, Path out) throws IOException {
    VersionTable checkedIn = VersionTable.load(name);
    VersionTable fresh = VersionTable.read(Files.newBufferedReader(out.resolve(name)));
    for (String column : fresh.header()) {
      assertThat(column(checkedIn, column))
          .as(name + ' ' + column)
          .startsWith(column(fresh, column));
    }
  }

  /** A table of all versions may be longer than one of two: its last rows are then absent. */
  private static String[] column(VersionTable table, String name) {
    int index = table.column(name).orElseThrow();
    return table.rows().stream().map(row -> row.get(index)).toArray(String[]::new);
  }
}
