package io.graydiff.window;

/**
 * How much a group could have shown of anything: what rates are divided by.
 *
 * @param requests HTTP requests served; 0 when none were seen
 * @param cpuSeconds CPU time used
 * @param processSeconds wall time, summed over processes
 */
public record Exposure(double requests, double cpuSeconds, double processSeconds) {
  public static final Exposure NONE = new Exposure(0, 0, 0);

  /** A share of it. */
  public Exposure times(double share) {
    return new Exposure(requests * share, cpuSeconds * share, processSeconds * share);
  }

  public Exposure plus(Exposure o) {
    return new Exposure(
        requests + o.requests, cpuSeconds + o.cpuSeconds, processSeconds + o.processSeconds);
  }
}
