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

  /** Writes the file anew; deploy/kubernetes/render.sh runs this. */
  public static void main(String[] none) throws IOException {
    Files.writeString(FILE, render());
  }

  static String render() throws IOException {
    return HEAD + Chart.render(VALUES);
  }
}
