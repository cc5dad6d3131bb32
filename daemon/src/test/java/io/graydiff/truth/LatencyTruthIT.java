package io.graydiff.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.ExactProgram;
import io.graydiff.fixture.NeedsRoot;
import io.graydiff.histogram.BucketLayout;
import io.graydiff.histogram.Histogram;
import io.graydiff.publish.Published;
import io.graydiff.signal.Signal;
import org.junit.jupiter.api.Test;

@NeedsRoot
class LatencyTruthIT {
  private static final int REQUESTS = 31;
  private static final long SLEEP_NANOS = 20_000_000;

  /** Median of what the handler slept, median of what the client waited, and the connection. */
  private record Seen(long sleptNanos, long waitedNanos, long totalSleptNanos, long openNanos) {}

  @Test
  void aHandlerThatSleepsShowsItsSleepAndNoRequestOfOthers() throws Exception {
    try (ExactProgram baseline = ExactProgram.start("1.22");
        ExactProgram canary = ExactProgram.start("1.23")) {
      String baselineAddress = baseline.serve();
      String canaryAddress = canary.serve();
      try (Measurement measurement = Measurement.of(baseline, canary)) {
        Published before = measurement.begin();
        Seen slow = drive(baselineAddress, SLEEP_NANOS);
        Seen quick = drive(canaryAddress, SLEEP_NANOS / 4);
        Published after =
            measurement.settledAfter(
                now ->
                    connections(new Growth(before.baseline(), now.baseline())).count() == 1
                        && connections(new Growth(before.canary(), now.canary())).count() == 1);
        check(new Growth(before.baseline(), after.baseline()), slow);
        check(new Growth(before.canary(), after.canary()), quick);
      }
    }
  }

  /** The handler sleeps within the request, and the request happens within the client's wait. */
  private static void check(Growth growth, Seen seen) {
    Histogram latency = growth.values(Signal.HTTP_REQUEST_LATENCY);
    System.out.printf(
        "p50 slept %d ns, measured %.0f ns, client %d ns%n",
        seen.sleptNanos(), latency.quantile(0.5), seen.waitedNanos());
    assertThat(latency.count()).isEqualTo(REQUESTS);
    assertThat(growth.requests()).isEqualTo(REQUESTS);
    assertThat(Growth.medianBucket(latency))
        .isBetween(
            BucketLayout.indexOf(seen.sleptNanos()), BucketLayout.indexOf(seen.waitedNanos()));
    assertThat(latency.sum()).isGreaterThanOrEqualTo(seen.totalSleptNanos());
    Histogram connections = connections(growth);
    assertThat(connections.count()).isEqualTo(1);
    assertThat(connections.sum())
        .isGreaterThanOrEqualTo(latency.sum())
        .isGreaterThanOrEqualTo(seen.openNanos() / 2.0);
  }

  private static Histogram connections(Growth growth) {
    return growth.values(Signal.HTTP_CONNECTION_DURATION);
  }

  private static Seen drive(String address, long sleepNanos) throws Exception {
    long[] slept = new long[REQUESTS];
    long[] waited = new long[REQUESTS];
    long began = System.nanoTime();
    try (KeepAliveClient client = new KeepAliveClient(address)) {
      for (int i = 0; i < REQUESTS; i++) {
        long sent = System.nanoTime();
        slept[i] = Long.parseLong(client.get("/sleep?d=" + sleepNanos + "ns"));
        waited[i] = System.nanoTime() - sent;
      }
    }
    long open = System.nanoTime() - began;
    long total = java.util.Arrays.stream(slept).sum();
    java.util.Arrays.sort(slept);
    java.util.Arrays.sort(waited);
    return new Seen(slept[REQUESTS / 2], waited[REQUESTS / 2], total, open);
  }
}
