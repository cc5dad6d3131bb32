package io.graydiff.fleet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How fine the figures of a comparison are in time: no window can be shorter.
 *
 * @param scrapeSeconds from one scrape of an agent to the next, in the middle of all agents
 * @param windowSeconds length of the agents' own windows, the longest of them
 */
public record FleetTiming(double scrapeSeconds, double windowSeconds) {
  private static final double LOOK_BACK_SECONDS = 600;
  private static final int POINTS = 601;
  private static final int WINDOWS_PER_RUN = 40;

  /**
   * Looks at the last minutes before a moment.
   *
   * @throws PrometheusException also when no agent exported the comparison; names those that there
   *     are
   */
  public static FleetTiming at(PrometheusClient prometheus, FleetQuery query, double now)
      throws PrometheusException {
    Grid grid = new Grid(now - LOOK_BACK_SECONDS, LOOK_BACK_SECONDS / (POINTS - 1), POINTS);
    List<Double> intervals = new ArrayList<>();
    int[] agents = {0};
    prometheus.range(
        "timestamp(" + query.of(FleetQuery.STARTED) + ")",
        grid,
        (labels, scrapedAt) -> {
          agents[0]++;
          double interval = interval(scrapedAt);
          if (interval > 0) {
            intervals.add(interval);
          }
        });
    if (agents[0] == 0) {
      throw unknown(prometheus, query, now);
    }
    if (intervals.isEmpty()) {
      throw new PrometheusException(
          "Prometheus has one scrape of '"
              + query.comparison()
              + "' in the last 10 minutes; a window takes two: wait, or scrape more often");
    }
    Collections.sort(intervals);
    double window = 0;
    for (Sample sample : prometheus.instant("max(" + query.of(FleetQuery.WINDOW) + ")", now)) {
      window = sample.value();
    }
    return new FleetTiming(intervals.get(intervals.size() / 2), window);
  }

  /** A fortieth of the range, but long enough for two scrapes and for two windows of an agent. */
  public double window(double rangeSeconds) {
    double shortest = 2 * Math.max(scrapeSeconds, windowSeconds);
    return Math.ceil(Math.max(rangeSeconds / WINDOWS_PER_RUN, shortest) - 0.05);
  }

  /**
   * Insists on a window that can have figures.
   *
   * @throws PrometheusException when it is shorter than what agents or scrapes give
   */
  public void check(double window) throws PrometheusException {
    double least = Math.max(scrapeSeconds, windowSeconds);
    if (window < least * 0.95) {
      throw new PrometheusException(
          String.format(
              Locale.ROOT,
              "a window of %.1f s is too short: Prometheus scrapes every %.1f s, agents close a"
                  + " window every %.1f s; take --window %.0fs or more",
              window,
              scrapeSeconds,
              windowSeconds,
              window(0)));
    }
  }

  /** The mean time between different scrapes; 0 when there is but one. */
  private static double interval(double[] scrapedAt) {
    double first = Double.NaN;
    double last = Double.NaN;
    int scrapes = 0;
    for (double time : scrapedAt) {
      if (!Double.isNaN(time) && time != last) {
        first = scrapes == 0 ? time : first;
        last = time;
        scrapes++;
      }
    }
    return scrapes > 1 ? (last - first) / (scrapes - 1) : 0;
  }

  private static PrometheusException unknown(
      PrometheusClient prometheus, FleetQuery query, double now) throws PrometheusException {
    String known =
        prometheus.instant("count by (comparison) (" + FleetQuery.STARTED + ")", now).stream()
            .map(sample -> sample.label("comparison"))
            .sorted()
            .collect(Collectors.joining(", "));
    return new PrometheusException(
        "no agent has exported a comparison '"
            + query.comparison()
            + "' in the last 10 minutes; "
            + (known.isEmpty()
                ? "Prometheus knows of no comparison at all: let it scrape the agents"
                : "there are: " + known));
  }
}
