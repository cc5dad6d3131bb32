package io.graydiff.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The chart of this repository, as Helm renders it. */
final class Chart {
  /** The root of the repository; tests run in daemon/. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  static final Path FOLDER = ROOT.resolve("helm/graydiff");

  private Chart() {}

  static LintResult lint() {
    return new Helm(FOLDER).lint().strict().call();
  }

  /** What {@code helm template} prints for the values of the chart alone. */
  static String render() {
    return template().call();
  }

  /**
   * What {@code helm template} prints.
   *
   * @param values YAML, over the values of the chart
   * @throws IllegalStateException with Helm's own words when they are refused
   */
  static String render(String values) throws IOException {
    Path file = Files.createTempFile("graydiff-values", ".yaml");
    try {
      Files.writeString(file, values);
      return template().withValuesFile(file).call();
    } finally {
      Files.delete(file);
    }
  }

  private static TemplateCommand template() {
    return new Helm(FOLDER).template().withName("graydiff").withNamespace("graydiff");
  }
}
