package io.graydiff.gobinary;

import java.util.Optional;

/**
 * One thing that differs between two builds.
 *
 * @param aspect what kind of thing it is
 * @param name which one, such as a module's path; empty where the aspect has only one
 * @param before as the old build has it, or empty if it lacks it
 * @param after as the new build has it, or empty if it lacks it
 */
public record Difference(
    Aspect aspect, String name, Optional<String> before, Optional<String> after) {
  /** The kinds of things that are compared, in the order in which they matter to a reader. */
  public enum Aspect {
    GO_VERSION("Go version"),
    EXPERIMENTS("GOEXPERIMENT"),
    GODEBUG("GODEBUG default"),
    MAIN_PACKAGE("main package"),
    MAIN_MODULE("main module"),
    DEPENDENCY("dependency"),
    SETTING("build setting"),
    ARCHITECTURE("architecture"),
    LINKING("linking"),
    POSITION_INDEPENDENT("position independent"),
    RELRO("RELRO"),
    STRIPPED("stripped"),
    SIZE("size in bytes");

    private final String title;

    Aspect(String title) {
      this.title = title;
    }

    /** For people, such as {@code Go version}. */
    public String title() {
      return title;
    }
  }
}
