package io.graydiff.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a tool to its end and returns its lines; a failure becomes one line. */
final class ToolRun {
  private final String purpose;
  private final Duration limit;
  private final Map<String, String> variables = new LinkedHashMap<>();

  /**
   * @param purpose what failed if this fails, such as "building checkout"
   * @param limit the tool is killed after that time
   */
  ToolRun(String purpose, Duration limit) {
    this.purpose = purpose;
    this.limit = limit;
  }

  ToolRun environment(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** Standard output as lines. Output goes through files, so that no reader is needed. */
  List<String> run(Path directory, List<String> command) throws DemoException {
    try {
      Path out = Files.createTempFile("graydiff-tool", ".out");
      Path err = Files.createTempFile("graydiff-tool", ".err");
      try {
        return run(directory, command, out, err);
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new DemoException(purpose + " failed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoException(purpose + " was interrupted", e);
    }
  }

  private List<String> run(Path directory, List<String> command, Path out, Path err)
      throws IOException, InterruptedException, DemoException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(variables);
    builder.redirectInput(Path.of("/dev/null").toFile());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    Process process = builder.start();
    try {
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        throw new DemoException(
            "%s took longer than %d minutes; run it by hand: %s"
                .formatted(purpose, limit.toMinutes(), String.join(" ", command)));
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new DemoException(purpose + " failed: " + reason(Files.readAllLines(err)));
    }
    return Files.readAllLines(out);
  }

  /** The last line of a tool's complaint says what it is about; a compiler's headings begin so. */
  private static String reason(List<String> complaint) {
    return complaint.stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .reduce((earlier, later) -> later)
        .map(String::strip)
        .orElse("it said nothing");
  }
}
