package io.graydiff.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The manifests for those who do not use Helm: what the chart renders, in deploy/kubernetes. */
final class Manifests {
  static final Path AGENTS = Chart.ROOT.resolve("deploy/kubernetes/graydiff.yaml");
  static final Path JUDGE = Chart.ROOT.resolve("deploy/kubernetes/fleet-judge.yaml");

  /**
   * The API server may be asked, so that selectors by pod can be added to the ConfigMap by hand.
   */
  private static final String AGENTS_VALUES = "rbac: {create: true}\n";

  private static final String JUDGE_VALUES = "fleetJudge: {enabled: true}\n";
  private static final String JUDGE_SOURCE = "# Source: graydiff/templates/fleet-judge.yaml\n";
  private static final String SEPARATOR = "---\n";

  private static final String HEAD =
      "# Rendered from helm/graydiff by deploy/kubernetes/render.sh; change the chart, not this.\n";

  private Manifests() {}

  /**
   * Without arguments writes the files anew, for deploy/kubernetes/render.sh; with a file of values
   * and another, writes there what the chart renders for them.
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 0) {
      Files.writeString(AGENTS, agents());
      Files.writeString(JUDGE, judge());
    } else {
      Files.writeString(
          Path.of(arguments[1]), Chart.render(Files.readString(Path.of(arguments[0]))));
    }
  }

  static String agents() throws IOException {
    return HEAD + Chart.render(AGENTS_VALUES);
  }

  static String judge() throws IOException {
    return Arrays.stream(Chart.render(JUDGE_VALUES).split("(?m)^" + SEPARATOR))
        .filter(document -> document.startsWith(JUDGE_SOURCE))
        .map(document -> SEPARATOR + document)
        .collect(Collectors.joining("", HEAD, ""));
  }
}
