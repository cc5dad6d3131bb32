package io.graydiff.target;

import java.util.Locale;
import java.util.Optional;

/**
 * What selectors and process lists need to know about a Go executable.
 *
 * @param goVersion as the binary states it, such as {@code go1.22.12}
 * @param module path of the main module, or of the main package where the build names none
 * @param revision version control revision, where the build recorded one
 * @param mode how the executable is linked
 * @param stripped whether the symbol table is missing
 * @param buildId names the build: {@code go:}, {@code gnu:} or {@code sha256:} and an id
 */
public record GoBuild(
    String goVersion,
    String module,
    Optional<String> revision,
    Mode mode,
    boolean stripped,
    String buildId) {

  /** How an executable is linked. */
  public enum Mode {
    /** At a fixed address. */
    EXE,
    /** Position independent. */
    PIE;

    /** The spelling of {@code go build -buildmode}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
