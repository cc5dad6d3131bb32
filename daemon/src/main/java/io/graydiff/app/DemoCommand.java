package io.graydiff.app;

import io.graydiff.app.config.Budget;
import io.graydiff.app.config.ListenAddress;
import io.graydiff.app.demo.Demo;
import io.graydiff.app.demo.DemoEnvironment;
import io.graydiff.app.demo.DemoOptions;
import io.graydiff.target.Selector;
import io.graydiff.target.SelectorSyntaxException;
import io.graydiff.target.Selectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code graydiff demo}: the whole of it on this machine, with a sample service. */
@Command(
    name = "demo",
    description =
        "Build a sample service with two Go versions, load both, and compare them while they run.")
final class DemoCommand implements Callable<Integer> {
  @Mixin private RunLengthOption length = new RunLengthOption();
  @Mixin private ComparisonOptions options = new ComparisonOptions();

  @Option(
      names = "--go",
      paramLabel = "BASELINE,CANARY",
      split = ",",
      arity = "1",
      description = "The two Go versions (default: 1.22,1.23).")
  private List<String> versions = List.of("1.22", "1.23");

  @Option(
      names = "--rate",
      paramLabel = "N[,M]",
      split = ",",
      arity = "1",
      description =
          "Requests a second to each process, of the canary M (default: ${DEFAULT-VALUE}).")
  private List<Integer> rates = List.of(DemoOptions.DEFAULT_RATE);

  @Option(
      names = "--faults",
      paramLabel = "LIST",
      description = "Regressions to switch on in the canary, such as latency=+10%%.")
  private String faults = "";

  @Option(names = "--tls", description = "Use TLS and HTTP/2.")
  private boolean tls;

  private final Output output;

  DemoCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() throws Exception {
    if (versions.size() != 2) {
      throw new CommandException("--go takes two versions, such as --go 1.22,1.23");
    }
    if (rates.size() > 2 || rates.stream().anyMatch(r -> r < 1 || r > DemoOptions.MOST_RATE)) {
      throw new CommandException("--rate takes one or two of 1 to " + DemoOptions.MOST_RATE);
    }
    DemoOptions demoOptions =
        DemoOptions.standard()
            .withGo(versions.get(0), versions.get(1))
            .withRates(rates.get(0), rates.get(rates.size() - 1))
            .withCanaryFaults(faults);
    try (Demo demo =
        Demo.start(
            tls ? demoOptions.withTls() : demoOptions,
            DemoEnvironment.fromSystem(),
            output::note)) {
      return new ComparisonRun(
              ComparisonSpecs.of(
                  "demo",
                  pids(demo.baselinePids()),
                  pids(demo.canaryPids()),
                  options,
                  length.runFor()),
              options.budget().orElse(Budget.DEFAULT),
              Optional.of(options.listen().orElse(ListenAddress.DEFAULT)),
              length.runFor(),
              output,
              demo::failure)
          .run();
    }
  }

  private static Selectors pids(List<Long> pids) throws SelectorSyntaxException {
    List<Selector> selectors = new ArrayList<>();
    for (long pid : pids) {
      selectors.add(Selector.parse("pid=" + pid));
    }
    return new Selectors(selectors);
  }
}
