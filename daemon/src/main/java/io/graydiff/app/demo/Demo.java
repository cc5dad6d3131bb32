package io.graydiff.app.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The demo while it runs: two groups of the sample service under the same load. Close it to end all
 * processes; they also end when this JVM dies, in whatever way. For use by one thread.
 *
 * <pre>{@code
 * try (Demo demo = Demo.start(DemoOptions.standard(), environment, System.err::println)) {
 *   compare(demo.baselinePids(), demo.canaryPids());
 * }
 * }</pre>
 */
public final class Demo implements AutoCloseable {
  private static final Path SERVICE = Path.of("deploy/demo/checkout");
  private static final Path LOAD = Path.of("deploy/demo/load");

  private final DemoGroups groups;

  private Demo(DemoGroups groups) {
    this.groups = groups;
  }

  /**
   * Fetches the toolchains and builds the programs if that was not done before (minutes), then
   * starts everything (well below a second).
   *
   * @param progress takes a line for each step that takes long
   */
  public static Demo start(
      DemoOptions options, DemoEnvironment environment, Consumer<String> progress)
      throws DemoException {
    DemoToolchains toolchains = new DemoToolchains(environment, progress);
    GoToolchain baselineGo = toolchains.get(options.baselineGo());
    GoToolchain canaryGo = toolchains.get(options.canaryGo());
    DemoBuild build = new DemoBuild(environment, progress);
    Path baselineBinary = build.build(baselineGo, SERVICE);
    Path canaryBinary = build.build(canaryGo, SERVICE);
    Path loadBinary = build.build(canaryGo, LOAD);

    DemoGroups groups = new DemoGroups(options);
    try {
      groups.startServices(baselineBinary, canaryBinary);
      groups.startLoad(loadBinary);
      progress.accept(started(options, groups));
      return new Demo(groups);
    } catch (DemoException | RuntimeException e) {
      groups.close();
      throw e;
    }
  }

  private static String started(DemoOptions options, DemoGroups groups) {
    return "running %d + %d processes of the sample service (%s, %s) at %s requests/s each"
        .formatted(
            groups.baseline().size(),
            groups.canary().size(),
            groups.baseline().get(0).goVersion(),
            groups.canary().get(0).goVersion(),
            options.baselineRate() == options.canaryRate()
                ? Integer.toString(options.baselineRate())
                : options.baselineRate() + " and " + options.canaryRate());
  }

  /** The baseline's processes. */
  public List<DemoService> baseline() {
    return groups.baseline();
  }

  /** The canary's processes. */
  public List<DemoService> canary() {
    return groups.canary();
  }

  /** Process IDs of the baseline. */
  public List<Long> baselinePids() {
    return baseline().stream().map(DemoService::pid).toList();
  }

  /** Process IDs of the canary. */
  public List<Long> canaryPids() {
    return canary().stream().map(DemoService::pid).toList();
  }

  /** Says in one line which process ended by itself, if one did. */
  public Optional<String> failure() {
    return groups.failure();
  }

  /**
   * Ends the load, while the service runs on, and returns what the load generator saw; an empty
   * list when it was ended before.
   */
  public List<LoadSummary> stopLoad() throws DemoException {
    return groups.stopLoad();
  }

  /** Ends every process and waits until they are gone. */
  @Override
  public void close() {
    groups.close();
  }
}
