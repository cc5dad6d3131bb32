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

  /** Installs it as release {@code graydiff} of that namespace, which is made. */
  static void install(Path kubeconfig, String namespace) {
    new Helm(FOLDER)
        .install()
        .withName("graydiff")
        .withNamespace(namespace)
        .createNamespace()
        .withKubeConfig(kubeconfig)
        .call();
  }

  /** Upgrades the release to other values. */
  static void upgrade(Path kubeconfig, String namespace, Path values) {
    new Helm(FOLDER)
        .upgrade()
        .withName("graydiff")
        .withNamespace(namespace)
        .withValuesFile(values)
        .withKubeConfig(kubeconfig)
        .call();
  }

  /** Takes the release away. */
  static void uninstall(Path kubeconfig, String namespace) {
    Helm.uninstall("graydiff").withNamespace(namespace).withKubeConfig(kubeconfig).call();
  }

  private static TemplateCommand template() {
    return new Helm(FOLDER).template().withName("graydiff").withNamespace("graydiff");
  }
}
