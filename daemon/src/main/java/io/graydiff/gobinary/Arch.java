package io.graydiff.gobinary;

import java.util.Locale;

/** The architectures whose Go programs can be probed. */
public enum Arch {
  /** x86-64. */
  AMD64,
  /** AArch64, little-endian. */
  ARM64;

  /** The spelling of GOARCH. */
  public String goarch() {
    return name().toLowerCase(Locale.ROOT);
  }
}
