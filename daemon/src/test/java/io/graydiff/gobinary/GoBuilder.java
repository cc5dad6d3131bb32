package io.graydiff.gobinary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Builds Go programs of the test sources with real toolchains, which deploy/toolchains/fetch-go.sh
 * brings. Results are kept in the cache directory and built again when a source changes.
 */
final class GoBuilder {
  private static final Path SOURCES = Path.of("src/test/go").toAbsolutePath();
  private static final Path FETCH = Path.of("../deploy/toolchains/fetch-go.sh").toAbsolutePath();
  private static final String ORACLE_VERSION = "1.23";

  private GoBuilder() {}

  /** The subject, built that way. */
  static Path subject(GoBuild build) {
    Path output = output("subject", build.toString());
    if (Files.exists(output)) {
      return output;
    }
    if (build.form() == GoBuild.Form.GNU_STRIPPED) {
      run(List.of("strip", "-o", output.toString(), path(build.twin())));
      return output;
    }
    Optional<String> profile =
        build.form() == GoBuild.Form.PGO ? Optional.of(profile(build.version())) : Optional.empty();
    go(build, "subject", build.options(profile), output);
    return output;
  }

  /** The smallest program, built that way. */
  static Path tiny(GoBuild build) {
    Path output = output("tiny", build.toString());
    if (!Files.exists(output)) {
      go(build, "tiny", build.options(Optional.empty()), output);
    }
    return output;
  }

  /** What the oracle prints about this program. */
  static List<String> oracle(Path program) {
    GoBuild build = new GoBuild(ORACLE_VERSION, Arch.AMD64, GoBuild.Form.DEFAULT);
    Path oracle = output("oracle", build.toString());
    if (!Files.exists(oracle)) {
      go(build, "oracle", List.of(), oracle);
    }
    return run(List.of(oracle.toString(), program.toString()));
  }

  /** A CPU profile of the subject built by this version. */
  private static String profile(String version) {
    Path file = output("subject", "go" + version + ".pprof");
    if (!Files.exists(file)) {
      String program = path(new GoBuild(version, Arch.AMD64, GoBuild.Form.DEFAULT));
      run(List.of(program, file.toString()));
    }
    return file.toString();
  }

  private static String path(GoBuild build) {
    return subject(build).toString();
  }

  private static void go(GoBuild build, String program, List<String> options, Path output) {
    String goroot = run(List.of(FETCH.toString(), build.version())).get(0);
    Path unfinished = output.resolveSibling(output.getFileName() + ".unfinished");
    List<String> command = new ArrayList<>(List.of(goroot + "/bin/go", "build"));
    command.addAll(options);
    command.addAll(List.of("-buildvcs=false", "-o", unfinished.toString(), "."));
    Map<String, String> environment =
        Map.of(
            "GOTOOLCHAIN",
            "local",
            "GOPROXY",
            "off",
            "GOFLAGS",
            "",
            "GOARCH",
            build.arch().goarch(),
            "CGO_ENABLED",
            build.form().needsCompilerForC() ? "1" : "0",
            "GOCACHE",
            cache().resolve("go-build").toString());
    run(SOURCES.resolve(program), environment, command);
    try {
      Files.move(unfinished, output, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path output(String program, String name) {
    try {
      Path folder = cache().resolve("subjects").resolve(program + "-" + checksum(program));
      Files.createDirectories(folder);
      return folder.resolve(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String checksum(String program) throws IOException {
    CRC32 sum = new CRC32();
    try (Stream<Path> files = Files.list(SOURCES.resolve(program))) {
      for (Path file : files.sorted().toList()) {
        sum.update(Files.readAllBytes(file));
      }
    }
    return Long.toHexString(sum.getValue());
  }

  private static Path cache() {
    return Optional.ofNullable(System.getenv("GRAYDIFF_CACHE"))
        .map(Path::of)
        .orElse(Path.of(System.getProperty("user.home"), ".cache", "graydiff"));
  }

  /** What this command prints. */
  static List<String> run(List<String> command) {
    return run(SOURCES, Map.of(), command);
  }

  private static List<String> run(
      Path folder, Map<String, String> environment, List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().putAll(environment);
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed: " + output);
      }
      return output.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
