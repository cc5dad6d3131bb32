package io.graydiff.gobinary;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One way of building the test subject: Go version, architecture and form. */
record GoBuild(String version, Arch arch, Form form) {
  /** What makes production binaries differ. */
  enum Form {
    DEFAULT(List.of()),
    STRIPPED(List.of("-ldflags=-s -w")),
    GNU_STRIPPED(List.of()),
    TRIMPATH(List.of("-trimpath")),
    PIE(List.of("-buildmode=pie")),
    PIE_STRIPPED(List.of("-buildmode=pie", "-ldflags=-s -w")),
    CGO_EXTERNAL(List.of("-tags=withcgo", "-ldflags=-linkmode=external")),
    CGO_PIE(List.of("-tags=withcgo", "-buildmode=pie", "-ldflags=-linkmode=external")),
    CGO_PIE_STRIPPED(
        List.of("-tags=withcgo", "-buildmode=pie", "-ldflags=-linkmode=external -s -w")),
    UNOPTIMISED(List.of("-gcflags=all=-N -l")),
    PGO(List.of()),
    RACE(List.of("-race"));

    private final List<String> options;

    Form(List<String> options) {
      this.options = options;
    }

    /** The form with a symbol table whose code is the same. */
    Form twin() {
      return switch (this) {
        case STRIPPED, GNU_STRIPPED -> DEFAULT;
        case PIE_STRIPPED -> PIE;
        case CGO_PIE_STRIPPED -> CGO_PIE;
        default -> this;
      };
    }

    boolean needsCompilerForC() {
      return this == CGO_EXTERNAL || this == CGO_PIE || this == CGO_PIE_STRIPPED || this == RACE;
    }

    boolean positionIndependent() {
      return options.contains("-buildmode=pie");
    }

    boolean stripped() {
      return twin() != this;
    }
  }

  GoBuild twin() {
    return new GoBuild(version, arch, form.twin());
  }

  /** Arguments of {@code go build}, without output and package. */
  List<String> options(Optional<String> profile) {
    List<String> options = new ArrayList<>(form.options);
    profile.ifPresent(file -> options.add("-pgo=" + file));
    return options;
  }

  @Override
  public String toString() {
    return "go"
        + version
        + "-"
        + arch.goarch()
        + "-"
        + form.name().toLowerCase(java.util.Locale.ROOT);
  }
}
