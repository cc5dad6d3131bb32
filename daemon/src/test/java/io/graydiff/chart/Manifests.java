package io.graydiff.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The manifests for those who do not use Helm: what the chart renders, in deploy/kubernetes. */
final class Manifests {
  static final Path FILE = Chart.ROOT.resolve("deploy/kubernetes/graydiff.yaml");

  /**
   * The API server may be asked, so that selectors by pod can be added to the ConfigMap by hand.
   */
  private static final String VALUES = "rbac: {create: true}\n";

  private static final String HEAD =
      "# Rendered from helm/graydiff by deploy/kubernetes/render.sh; change the chart, not this.\n";

  private Manifests() {}

  /**
   * Without arguments writes the file anew, for deploy/kubernetes/render.sh; with a file of values
   * and another, writes there what the chart renders for them.
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 0) {
      Files.writeString(FILE, render());
    } else {
      Files.writeString(
          Path.of(arguments[1]), Chart.render(Files.readString(Path.of(arguments[0]))));
    }
  }

  static String render() throws IOException {
    return HEAD + Chart.render(VALUES);
  }
}
