package io.graydiff.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Go toolchains, unpacked privately into the cache by {@code deploy/toolchains/fetch-go.sh}. */
public final class DemoToolchains {
  private static final Duration FETCH_TIME = Duration.ofMinutes(15);

  private final DemoEnvironment environment;
  private final Consumer<String> progress;

  public DemoToolchains(DemoEnvironment environment, Consumer<String> progress) {
    this.environment = environment;
    this.progress = progress;
  }

  /**
   * The toolchain of a release series; fetched first if it is not there, which takes about 70 MB of
   * download.
   *
   * @param series such as {@code 1.22}
   */
  public GoToolchain get(String series) throws DemoException {
    Path expected = environment.cache().resolve("go/%1$s/usr/lib/go-%1$s".formatted(series));
    if (!Files.isExecutable(expected.resolve("bin/go"))) {
      progress.accept("fetching Go " + series + " (once)");
    }
    Path script = environment.home().resolve("deploy/toolchains/fetch-go.sh");
    List<String> lines =
        new ToolRun("fetching Go " + series, FETCH_TIME)
            .environment(DemoEnvironment.CACHE_VARIABLE, environment.cache().toString())
            .run(environment.home(), List.of("bash", script.toString(), series));
    if (lines.isEmpty()) {
      throw new DemoException(script + " named no directory for Go " + series);
    }
    Path goroot = Path.of(lines.get(lines.size() - 1));
    return new GoToolchain(versionOf(goroot), goroot);
  }

  /** The first line of the file VERSION is the version: cheaper than to run the toolchain. */
  private static String versionOf(Path goroot) throws DemoException {
    try (var lines = Files.lines(goroot.resolve("VERSION"))) {
      return lines
          .findFirst()
          .orElseThrow(() -> new DemoException(goroot + "/VERSION is empty; remove " + goroot));
    } catch (IOException e) {
      throw new DemoException("no Go toolchain in " + goroot + ": " + e.getMessage(), e);
    }
  }
}
