package io.graydiff.app;

import io.graydiff.target.Selector;
import io.graydiff.target.Selectors;
import java.util.List;
import picocli.CommandLine.Option;

/** Whom to compare. */
public final class GroupOptions {
  private static final String GRAMMAR =
      " Terms are pid=, exe=GLOB, go=, module=, revision=, cmdline=REGEX, cgroup=GLOB, unit=,"
          + " k8s=NAMESPACE/label=value[/container=NAME], joined by commas; several selectors add"
          + " up.";

  @Option(
      names = "--baseline",
      paramLabel = "SEL",
      required = true,
      description =
          "The processes to compare with, such as go=1.22,module=example.com/app." + GRAMMAR)
  private List<Selector> baseline = List.of();

  @Option(
      names = "--canary",
      paramLabel = "SEL",
      required = true,
      description = "The processes to judge, in the same way.")
  private List<Selector> canary = List.of();

  public Selectors baseline() {
    return new Selectors(baseline);
  }

  public Selectors canary() {
    return new Selectors(canary);
  }
}
