package io.graydiff.gobinary;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the Go tool wrote into a program about its build.
 *
 * @param goVersion such as {@code go1.22.12}, without experiments
 * @param experiments that differ from the version's defaults, such as {@code nogreenteagc}
 * @param path import path of the main package
 * @param main main module, absent for instance in Debian's packages
 * @param dependencies other modules, in the order of the file
 * @param settings such as {@code CGO_ENABLED} and {@code vcs.revision}, in the order of the file
 */
public record BuildInfo(
    String goVersion,
    List<String> experiments,
    String path,
    Optional<Module> main,
    List<Module> dependencies,
    Map<String, String> settings) {

  /** The release series: 22 for {@code go1.22.12}; 0 if the version is not of that form. */
  public int minorVersion() {
    return GoVersions.minor(goVersion);
  }

  /** The commit, if the build knew its version control. */
  public Optional<String> revision() {
    return setting("vcs.revision");
  }

  /** Whether the working tree had changes that were not committed. */
  public boolean modified() {
    return setting("vcs.modified").map("true"::equals).orElse(false);
  }

  public Optional<String> setting(String key) {
    return Optional.ofNullable(settings.get(key));
  }

  /** The module path of the main module, or the path of the main package where there is none. */
  public String modulePath() {
    return main.map(Module::path).orElse(path);
  }
}
