package io.graydiff.app.demo;

/**
 * What the demo runs.
 *
 * @param baselineGo Go series of the baseline, such as {@code 1.22}
 * @param canaryGo Go series of the canary; the same as the baseline's for an A/A comparison
 * @param processesPerGroup processes in each group
 * @param baselineRate requests per second to each process of the baseline
 * @param canaryRate the same for the canary; less of it is what a real canary gets
 * @param connections keep-alive connections to each process
 * @param baselineFaults regressions switched on in the baseline, such as {@code latency=+5%}; empty
 *     for none
 * @param canaryFaults the same for the canary
 * @param tls TLS and HTTP/2 rather than plain HTTP/1
 */
public record DemoOptions(
    String baselineGo,
    String canaryGo,
    int processesPerGroup,
    int baselineRate,
    int canaryRate,
    int connections,
    String baselineFaults,
    String canaryFaults,
    boolean tls) {

  /** With two processes a group the service and the load take about half of one core at this. */
  public static final int DEFAULT_RATE = 400;

  /** More would not fit the load generator, which takes at most 16 addresses. */
  public static final int MOST_PROCESSES = 8;

  /** What the load generator can keep to. */
  public static final int MOST_RATE = 20_000;

  private static final int MOST_CONNECTIONS = 256;

  /** Checks the ranges. */
  public DemoOptions {
    requireRange("processes per group", processesPerGroup, MOST_PROCESSES);
    requireRange("requests per second", baselineRate, MOST_RATE);
    requireRange("requests per second", canaryRate, MOST_RATE);
    requireRange("connections", connections, MOST_CONNECTIONS);
  }

  /** Go 1.22 against Go 1.23, two processes each, no faults, plain HTTP. */
  public static DemoOptions standard() {
    return new DemoOptions("1.22", "1.23", 2, DEFAULT_RATE, DEFAULT_RATE, 8, "", "", false);
  }

  /** The same with other Go versions. */
  public DemoOptions withGo(String baseline, String canary) {
    return new DemoOptions(
        baseline,
        canary,
        processesPerGroup,
        baselineRate,
        canaryRate,
        connections,
        baselineFaults,
        canaryFaults,
        tls);
  }

  /** The same with another load of both groups. */
  public DemoOptions withRate(int requestsPerSecond) {
    return withRates(requestsPerSecond, requestsPerSecond);
  }

  /** The same with another load of each group. */
  public DemoOptions withRates(int baseline, int canary) {
    return new DemoOptions(
        baselineGo,
        canaryGo,
        processesPerGroup,
        baseline,
        canary,
        connections,
        baselineFaults,
        canaryFaults,
        tls);
  }

  /** The same with faults in the canary. */
  public DemoOptions withCanaryFaults(String faults) {
    return new DemoOptions(
        baselineGo,
        canaryGo,
        processesPerGroup,
        baselineRate,
        canaryRate,
        connections,
        baselineFaults,
        faults,
        tls);
  }

  /** The same over TLS and HTTP/2. */
  public DemoOptions withTls() {
    return new DemoOptions(
        baselineGo,
        canaryGo,
        processesPerGroup,
        baselineRate,
        canaryRate,
        connections,
        baselineFaults,
        canaryFaults,
        true);
  }

  private static void requireRange(String what, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException("%s: %d is not 1 to %d".formatted(what, value, most));
    }
  }
}
