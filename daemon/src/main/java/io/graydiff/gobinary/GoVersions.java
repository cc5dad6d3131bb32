package io.graydiff.gobinary;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of runtime.Version: a release such as {@code go1.22.12} or {@code devel go1.24-0abc},
 * then experiments, as {@code " X:a,b"} up to Go 1.25 and as {@code "-X:a,b"} from 1.26.
 */
final class GoVersions {
  private static final Pattern EXPERIMENTS = Pattern.compile("[ -]X:([\\w,]*)");
  private static final Pattern RELEASE = Pattern.compile("\\bgo1\\.(\\d{1,4})(?!\\d)");

  private GoVersions() {}

  static String release(String text) {
    return EXPERIMENTS.matcher(text).replaceAll("").trim();
  }

  static List<String> experiments(String text) {
    Matcher matcher = EXPERIMENTS.matcher(text);
    return matcher.find()
        ? Arrays.stream(matcher.group(1).split(",", -1)).filter(e -> !e.isEmpty()).toList()
        : List.of();
  }

  /** The n of go1.n, or 0. */
  static int minor(String text) {
    Matcher matcher = RELEASE.matcher(text);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }
}
