package io.graydiff.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Builds Go programs that use the standard library only, and keeps the binaries in the cache under
 * a hash of their inputs: a program is built again only when its sources or the toolchain changed.
 * Several processes may build into one cache at a time.
 */
public final class DemoBuild {
  private static final Duration BUILD_TIME = Duration.ofMinutes(15);
  private static final List<String> FLAGS = List.of("-trimpath", "-buildvcs=false");

  private final DemoEnvironment environment;
  private final Consumer<String> progress;

  public DemoBuild(DemoEnvironment environment, Consumer<String> progress) {
    this.environment = environment;
    this.progress = progress;
  }

  /**
   * The binary of the program in that directory, built if it is not there.
   *
   * @param sources a directory with a go.mod, relative to the repository's root or absolute
   */
  public Path build(GoToolchain toolchain, Path sources) throws DemoException {
    Path directory = environment.home().resolve(sources);
    String name = directory.getFileName().toString();
    try {
      String hash = SourceHash.of(directory, settings(toolchain));
      Path place = builds().resolve("%s-%s-%s".formatted(name, toolchain.version(), hash));
      Path binary = place.resolve(name);
      if (!Files.isExecutable(binary)) {
        progress.accept("building " + name + " with " + toolchain.version());
        compile(toolchain, directory, name, place);
      }
      return binary;
    } catch (IOException e) {
      throw new DemoException("cannot build " + directory + ": " + e, e);
    }
  }

  private static List<String> command(GoToolchain toolchain, Path made) {
    List<String> command = new ArrayList<>(List.of(toolchain.goCommand().toString(), "build"));
    command.addAll(FLAGS);
    command.addAll(List.of("-o", made.toString(), "."));
    return command;
  }

  private Path builds() {
    return environment.cache().resolve("demo");
  }

  private static List<String> settings(GoToolchain toolchain) {
    return List.of(toolchain.version(), System.getProperty("os.arch"), String.join(" ", FLAGS));
  }

  private void compile(GoToolchain toolchain, Path directory, String name, Path place)
      throws IOException, DemoException {
    Files.createDirectories(builds());
    Path work = Files.createTempDirectory(builds(), ".building-");
    Path made = work.resolve(name);
    try {
      new ToolRun("building " + name + " with " + toolchain.version(), BUILD_TIME)
          .environment("GOROOT", toolchain.goroot().toString())
          .environment("GOTOOLCHAIN", "local")
          .environment("GOENV", "off")
          .environment("GOFLAGS", "")
          .environment("GOWORK", "off")
          .environment("GOPROXY", "off")
          .environment("GOPATH", environment.cache().resolve("gopath").toString())
          .environment("GOCACHE", environment.cache().resolve("go-build").toString())
          .environment("CGO_ENABLED", "0")
          .run(directory, command(toolchain, made));
      Files.createDirectories(place);
      // Another process may have made the same meanwhile: either one will do.
      Files.move(made, place.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(made);
      Files.deleteIfExists(work);
    }
  }
}
