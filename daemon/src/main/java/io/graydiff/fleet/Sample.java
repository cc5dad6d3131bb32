package io.graydiff.fleet;

import java.util.Map;

/**
 * One series at one moment.
 *
 * @param labels with {@code __name__}, as far as the query kept them
 * @param value in the unit of the metric
 */
record Sample(Map<String, String> labels, double value) {
  String label(String name) {
    return labels.getOrDefault(name, "");
  }
}
