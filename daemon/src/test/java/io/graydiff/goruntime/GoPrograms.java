package io.graydiff.goruntime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** Builds the test programs with any toolchain, in any form, once. */
public final class GoPrograms {
  /** How a program is built. */
  public enum Form {
    DEFAULT(false),
    STRIPPED(false, "-ldflags=-s -w"),
    PIE(false, "-buildmode=pie"),
    PIE_STRIPPED(false, "-buildmode=pie", "-ldflags=-s -w"),
    EXTERNALLY_LINKED(true, "-ldflags=-linkmode=external"),
    RACE(true, "-race"),
    NOT_OPTIMISED(false, "-gcflags=all=-N -l");

    private final boolean cgo;
    private final List<String> flags;

    Form(boolean cgo, String... flags) {
      this.cgo = cgo;
      this.flags = List.of(flags);
    }
  }

  private static final Path SOURCES = Path.of("src/test/go").toAbsolutePath();
  private static final Path OUT = Path.of("target").toAbsolutePath();
  private static final Path FETCH = Path.of("../deploy/toolchains/fetch-go.sh").toAbsolutePath();

  private GoPrograms() {}

  /** The program that tells its counters, built if it is not there yet. */
  static Path build(String version, String goarch, Form form)
      throws IOException, InterruptedException {
    return build("runtimecounters", version, goarch, form);
  }

  /**
   * A program, built if it is not there yet.
   *
   * @param program such as {@code profiled}
   * @param version such as {@code 1.22}
   * @param goarch such as {@code arm64}
   */
  public static Path build(String program, String version, String goarch, Form form)
      throws IOException, InterruptedException {
    Path folder = SOURCES.resolve(program);
    CRC32 source = new CRC32();
    source.update(Files.readAllBytes(folder.resolve("main.go")));
    String name = "%s-%s-%s-%x".formatted(version, goarch, form, source.getValue());
    Path binary = OUT.resolve(program).resolve(name);
    if (!Files.exists(binary)) {
      String goroot = run(folder, List.of(FETCH.toString(), version), Map.of()).strip();
      List<String> command =
          new ArrayList<>(List.of(goroot + "/bin/go", "build", "-o", binary.toString()));
      command.addAll(form.flags);
      command.add(".");
      run(
          folder,
          command,
          Map.of(
              "GOROOT",
              goroot,
              "GOTOOLCHAIN",
              "local",
              "GOARCH",
              goarch,
              "CGO_ENABLED",
              form.cgo ? "1" : "0"));
    }
    return binary;
  }

  private static String run(Path folder, List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + " ended with " + process.exitValue());
    }
    return output;
  }
}
