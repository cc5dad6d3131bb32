package io.graydiff.publish;

import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.Outlook;

/** Why the verdict over all signals is what it is, in words, and how long an open one will take. */
final class Reason {
  private Reason() {}

  /** One sentence without an end, such as {@code the data do not decide yet}. */
  static String of(ComparisonResult result) {
    return switch (result.verdict()) {
      case PASS -> "nothing that decides is much worse, and no signal was shown to be worse";
      case IMPROVEMENT -> "the canary is better by more than the tolerance";
      case INCONCLUSIVE -> "the data do not decide yet; " + wait(result);
      case REGRESSION -> "the canary is worse by more than the tolerance";
    };
  }

  private static String wait(ComparisonResult result) {
    return result
        .assessment()
        .outlook()
        .map(outlook -> wait(outlook, outlook.furtherWindows() * result.windowSeconds()))
        .orElse("measure longer or with more load");
  }

  private static String wait(Outlook outlook, double seconds) {
    String signal = outlook.signal().signal().id();
    if (Double.isInfinite(seconds)) {
      return "for " + signal + " that is not in sight: it needs more load, or more tolerance";
    }
    String what =
        outlook.regression() ? "a regression of " + signal : "a pass, " + signal + " last,";
    return "going on like this " + what + " takes about " + HumanUnits.about(seconds) + " more";
  }
}
