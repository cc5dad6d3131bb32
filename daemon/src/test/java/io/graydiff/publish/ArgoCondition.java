package io.graydiff.publish;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Evaluates the conditions of an Argo Rollouts metric as its controller does: disjunctions of
 * conjunctions of comparisons between {@code len(result)}, {@code result[N]} and numbers, from left
 * to right and no farther than needed. Whatever else the expression language has is refused.
 */
final class ArgoCondition {
  private static final String NUMBER = "-?\\d+(?:\\.\\d+)?";
  private static final String OPERAND = "len\\(result\\)|result\\[\\d+]|" + NUMBER;
  private static final Pattern COMPARISON =
      Pattern.compile("\\s*(" + OPERAND + ")\\s*(==|!=|<=|>=|<|>)\\s*(" + OPERAND + ")\\s*");

  /** What a measurement comes to. */
  enum Phase {
    SUCCESSFUL,
    FAILED,
    INCONCLUSIVE
  }

  private ArgoCondition() {}

  /** The phase of a metric that has both conditions. */
  static Phase phase(String success, String failure, List<Double> result) {
    boolean succeeded = holds(success, result);
    if (holds(failure, result)) {
      return Phase.FAILED;
    }
    return succeeded ? Phase.SUCCESSFUL : Phase.INCONCLUSIVE;
  }

  static boolean holds(String condition, List<Double> result) {
    for (String alternative : condition.split("\\|\\|", -1)) {
      if (allHold(alternative, result)) {
        return true;
      }
    }
    return false;
  }

  private static boolean allHold(String conjunction, List<Double> result) {
    for (String comparison : conjunction.split("&&", -1)) {
      if (!compares(comparison, result)) {
        return false;
      }
    }
    return true;
  }

  private static boolean compares(String comparison, List<Double> result) {
    Matcher matcher = COMPARISON.matcher(comparison);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("this evaluator does not know: " + comparison);
    }
    double left = value(matcher.group(1), result);
    double right = value(matcher.group(3), result);
    return switch (matcher.group(2)) {
      case "==" -> left == right;
      case "!=" -> left != right;
      case "<=" -> left <= right;
      case ">=" -> left >= right;
      case "<" -> left < right;
      default -> left > right;
    };
  }

  /** An index beyond the end is an error of the measurement, as in Argo. */
  private static double value(String operand, List<Double> result) {
    if (operand.equals("len(result)")) {
      return result.size();
    }
    if (operand.startsWith("result[")) {
      return result.get(Integer.parseInt(operand.substring(7, operand.length() - 1)));
    }
    return Double.parseDouble(operand);
  }
}
