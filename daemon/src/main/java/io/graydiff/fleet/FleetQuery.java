package io.graydiff.fleet;

import io.graydiff.signal.Signal;

/**
 * The queries about one comparison.
 *
 * @param comparison its name
 * @param match more label matchers, such as {@code cluster="eu"}; or the empty string
 */
public record FleetQuery(String comparison, String match) {
  /** What an agent exports of each group, however many signals there are. */
  static final String PROCESS_SECONDS = "graydiff_exposure_process_seconds_total";

  static final String STARTED = "graydiff_comparison_start_timestamp_seconds";
  static final String SELECTORS = "graydiff_comparison_selectors";
  static final String WINDOW = "graydiff_window_seconds";
  static final String PROCESSES = "graydiff_group_processes";
  static final String GO_VERSIONS = "graydiff_processes";
  static final String EVENTS = "graydiff_signal_events_total";
  static final String LEVEL = "graydiff_signal_level";

  private static final String FIGURES =
      String.join(
          "|",
          "graydiff_(signal_)?exposure_(requests|cpu_seconds|process_seconds)_total",
          "graydiff_signal_(censored_)?(seconds|bytes)_sum",
          STARTED,
          PROCESSES,
          EVENTS,
          LEVEL);

  private static final String BUCKETS = "graydiff_signal_(censored_)?(seconds|bytes)_bucket";
  private static final String NATIVE = "graydiff_signal_(censored_|part_)?(seconds|bytes)";
  private static final String COST =
      String.join(
          "|",
          "graydiff_(target|agent|budget)_cpu_share",
          "graydiff_agent_probe_hits_total",
          "graydiff_(events|samples)_lost_total");

  /** One metric. */
  String of(String metric) {
    return "%s{%s}".formatted(metric, matchers());
  }

  /** All but the buckets. */
  String figures() {
    return named(FIGURES);
  }

  /** The buckets of one signal. */
  String buckets(Signal signal) {
    return "{__name__=~\"%s\",signal=\"%s\",%s}".formatted(BUCKETS, signal.id(), matchers());
  }

  /** The buckets of all signals. */
  String allBuckets() {
    return named(BUCKETS);
  }

  /** The native histograms of one signal, whole and by label value. */
  String natives(Signal signal) {
    return "{__name__=~\"%s\",signal=\"%s\",%s}".formatted(NATIVE, signal.id(), matchers());
  }

  /** The native histograms of all signals. */
  String allNatives() {
    return named(NATIVE);
  }

  String cost() {
    return named(COST);
  }

  private String named(String pattern) {
    return "{__name__=~\"%s\",%s}".formatted(pattern, matchers());
  }

  private String matchers() {
    return "comparison=\"%s\"%s".formatted(comparison, match.isEmpty() ? "" : "," + match);
  }
}
