package io.graydiff.app;

import io.graydiff.app.agent.Agent;
import io.graydiff.app.agent.ComparisonException;
import io.graydiff.app.agent.ComparisonSpec;
import io.graydiff.app.agent.StateFolder;
import io.graydiff.app.config.Budget;
import io.graydiff.app.config.Config;
import io.graydiff.app.config.ConfigException;
import io.graydiff.app.config.ConfigReader;
import io.graydiff.app.config.ListenAddress;
import io.graydiff.publish.PublishedComparisons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sun.misc.Signal;

/** {@code graydiff daemon}: the comparisons of a configuration file, until told to stop. */
@Command(
    name = "daemon",
    description =
        "Run the comparisons of a configuration file until told to stop; SIGHUP or a change of the"
            + " file loads it anew.")
final class DaemonCommand implements Callable<Integer> {
  private static final Duration LOOK_AT_FILE = Duration.ofSeconds(1);

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "The YAML file; see docs/configuration.md.")
  private Path file = Path.of("graydiff.yaml");

  @Option(
      names = "--state",
      paramLabel = "FOLDER",
      description = "Save running comparisons here, and go on from there after a restart.")
  private Optional<Path> state = Optional.empty();

  @Mixin private ComparisonOptions options = new ComparisonOptions();

  private final Output output;
  private final AtomicBoolean hangUp = new AtomicBoolean();

  DaemonCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() throws Exception {
    StopSignals stop = StopSignals.listen();
    Signal.handle(new Signal("HUP"), signal -> hangUp.set(true));
    Config config = ConfigReader.read(file);
    FileTime loaded = changed();
    PublishedComparisons published = new PublishedComparisons();
    Budget budget = options.budget().or(config::budget).orElse(Budget.DEFAULT);
    ListenAddress address = options.listen().or(config::listen).orElse(ListenAddress.DEFAULT);
    Agent.Settings settings = new Agent.Settings(true, budget.share(), InstantSource.system());
    if (state.isPresent()) {
      settings = settings.savedIn(new StateFolder(state.get()));
    }
    try (Agent agent = Agent.start(settings, published);
        AgentServer server = AgentServer.start(address, published, agent)) {
      output.note("metrics and page: " + server.url());
      agent.apply(specs(config));
      while (!stop.await(LOOK_AT_FILE)) {
        if (agent.failure().isPresent()) {
          throw new CommandException(
              "measuring has stopped: " + agent.failure().get(), agent.failure().get());
        }
        FileTime now = changed();
        if (hangUp.getAndSet(false) || !now.equals(loaded)) {
          loaded = now;
          reload(agent, config);
        }
      }
    }
    return ExitCode.PASS;
  }

  /** A file that cannot be used leaves everything as it is. */
  private void reload(Agent agent, Config started) {
    try {
      Config config = ConfigReader.read(file);
      agent.apply(specs(config));
      output.note("loaded " + file);
      if (!config.listen().equals(started.listen()) || !config.budget().equals(started.budget())) {
        output.note("a change of listen or budget takes effect when the daemon starts again");
      }
    } catch (ConfigException | ComparisonException e) {
      output.note("the configuration stays as it was: " + e.getMessage());
    }
  }

  private List<ComparisonSpec> specs(Config config) {
    return config.comparisons().stream().map(c -> ComparisonSpecs.of(c, options)).toList();
  }

  /** The time of the file's last change; a file that is gone counts as unchanged since ever. */
  private FileTime changed() {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException gone) {
      return FileTime.fromMillis(0);
    }
  }
}
