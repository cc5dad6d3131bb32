package io.graydiff.gobinary;

import java.util.Optional;

/**
 * A Go module as a program's build information names it.
 *
 * @param path such as {@code golang.org/x/net}
 * @param version such as {@code v0.30.0}, or {@code (devel)}
 * @param sum checksum of its source, absent for the main module
 * @param replacement what a replace directive put in its place
 */
public record Module(
    String path, String version, Optional<String> sum, Optional<Module> replacement) {
  /** The module whose source was compiled: the replacement where there is one. */
  public Module effective() {
    return replacement.orElse(this);
  }

  Module replacedBy(Module other) {
    return new Module(path, version, sum, Optional.of(other));
  }
}
