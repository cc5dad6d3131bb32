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
   * prints what the chart renders for them.
   */
  public static void main(String[] values) throws IOException {
    if (values.length == 0) {
      Files.writeString(FILE, render());
    } else {
      System.out.print(Chart.render(Files.readString(Path.of(values[0]))));
    }
  }

  static String render() throws IOException {
    return HEAD + Chart.render(VALUES);
  }
}
