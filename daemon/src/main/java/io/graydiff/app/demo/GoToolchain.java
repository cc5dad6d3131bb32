package io.graydiff.app.demo;

import java.nio.file.Path;

/**
 * A Go toolchain that can be run.
 *
 * @param version as the toolchain names itself, such as {@code go1.22.12}
 * @param goroot its root directory
 */
public record GoToolchain(String version, Path goroot) {
  /** The {@code go} command. */
  public Path goCommand() {
    return goroot.resolve("bin").resolve("go");
  }
}
