package io.graydiff.goruntime;

import io.graydiff.gobinary.BuildInfo;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version of Go as {@code runtime.Version} spells it: {@code go1.22.12}, {@code go1.27rc1},
 * {@code devel go1.24-0abc1234}, {@code go1.26.11-X:nogreenteagc}, with a vendor's suffix or
 * without.
 *
 * <p>Ordered by release: development before beta before release candidate before the release.
 * Experiments do not take part in the order.
 *
 * @param minor the 22 of go1.22.12
 * @param patch the 12 of go1.22.12; 0 for go1.22
 * @param stage how far the version had come
 * @param stageNumber the 1 of go1.27rc1; 0 for a release
 * @param experiments the values of GOEXPERIMENT that differ from the version's own
 */
public record GoVersion(
    int minor, int patch, Stage stage, int stageNumber, List<String> experiments)
    implements Comparable<GoVersion> {

  /** How far a version had come when it was built. */
  public enum Stage {
    DEVELOPMENT,
    BETA,
    CANDIDATE,
    RELEASE
  }

  private static final Pattern NUMBER =
      Pattern.compile("\\bgo1\\.(\\d{1,4})(?:\\.(\\d{1,4}))?(?:(rc|beta)(\\d{1,4}))?");
  private static final Pattern EXPERIMENTS = Pattern.compile("[ -]X:([\\w,]+)");
  private static final Comparator<GoVersion> ORDER =
      Comparator.<GoVersion>comparingInt(GoVersion::minor)
          .thenComparingInt(GoVersion::patch)
          .thenComparing(GoVersion::stage, Comparator.naturalOrder())
          .thenComparingInt(GoVersion::stageNumber);

  public GoVersion {
    experiments = List.copyOf(experiments);
  }

  /** Reads a version; empty when the text names no go1.N. */
  public static Optional<GoVersion> parse(String text) {
    Matcher number = NUMBER.matcher(text);
    if (!number.find()) {
      return Optional.empty();
    }
    return Optional.of(
        new GoVersion(
            Integer.parseInt(number.group(1)),
            orZero(number.group(2)),
            stage(text, number.group(3)),
            orZero(number.group(4)),
            experiments(text)));
  }

  /** The version that a program was built with; empty when its build information names none. */
  public static Optional<GoVersion> of(BuildInfo info) {
    return parse(info.goVersion())
        .map(v -> new GoVersion(v.minor, v.patch, v.stage, v.stageNumber, info.experiments()));
  }

  private static Stage stage(String text, @Nullable String word) {
    if (text.startsWith("devel")) {
      return Stage.DEVELOPMENT;
    }
    if (word == null) {
      return Stage.RELEASE;
    }
    return word.equals("rc") ? Stage.CANDIDATE : Stage.BETA;
  }

  private static List<String> experiments(String text) {
    Matcher found = EXPERIMENTS.matcher(text);
    return found.find()
        ? Arrays.stream(found.group(1).split(",", -1)).filter(e -> !e.isEmpty()).toList()
        : List.of();
  }

  private static int orZero(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  @Override
  public int compareTo(GoVersion other) {
    return ORDER.compare(this, other);
  }

  /**
   * The version without experiments: {@code go1.22.12}, {@code go1.27rc1}, {@code devel go1.24}.
   */
  @Override
  public String toString() {
    String number = patch == 0 ? "go1." + minor : "go1." + minor + '.' + patch;
    return switch (stage) {
      case DEVELOPMENT -> "devel " + number;
      case BETA -> number + "beta" + stageNumber;
      case CANDIDATE -> number + "rc" + stageNumber;
      case RELEASE -> number;
    };
  }
}
