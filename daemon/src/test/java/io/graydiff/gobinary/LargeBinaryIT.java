package io.graydiff.gobinary;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.app.Main;
import io.graydiff.fixture.GoBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The heap that a large program takes to be inspected: the Go compiler, of 26 MB, in a quarter of
 * what a program of 100 MB may take.
 */
class LargeBinaryIT {
  @Test
  void isInspectedInASmallHeap() throws Exception {
    Path compiler = Path.of(GoBuilder.goroot("1.27"), "pkg/tool/linux_amd64/compile").toRealPath();

    Process inspect =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx16m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens",
                "java.base/java.nio=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "inspect",
                compiler.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(inspect.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(inspect.waitFor()).as(output).isZero();
    assertThat(output).contains("runtime.gopark");
  }
}
