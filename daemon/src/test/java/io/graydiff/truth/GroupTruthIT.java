package io.graydiff.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graydiff.app.demo.Demo;
import io.graydiff.app.demo.DemoOptions;
import io.graydiff.fixture.ExactProgram;
import io.graydiff.fixture.NeedsRoot;
import io.graydiff.publish.Published;
import io.graydiff.signal.Signal;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@NeedsRoot
class GroupTruthIT {
  private static final int RATE = 100;
  private static final int REQUESTS = 1200;

  @Test
  void twoGroupsOfOneBinaryUnderOneLoadLookAlike() throws Exception {
    DemoOptions options = DemoOptions.standard().withGo("1.23", "1.23").withRate(RATE);
    try (Demo demo = Demo.start(options, ExactProgram.repository(), System.err::println);
        Measurement measurement =
            Measurement.of(pids(demo.baselinePids()), pids(demo.canaryPids()))) {
      Published before = measurement.begin();
      Published after =
          measurement.settledAfter(
              now ->
                  new Growth(before.baseline(), now.baseline()).requests() >= REQUESTS
                      && new Growth(before.canary(), now.canary()).requests() >= REQUESTS);
      Growth baseline = new Growth(before.baseline(), after.baseline());
      Growth canary = new Growth(before.canary(), after.canary());
      assertThat(baseline.requests()).isGreaterThanOrEqualTo(REQUESTS);
      assertThat(ratio(baseline.requests(), canary.requests())).isCloseTo(1, within(0.1));
      for (Signal signal : List.of(Signal.ALLOC_SIZE, Signal.HTTP_REQUEST_LATENCY)) {
        assertThat(
                ratio(
                    perRequest(baseline, baseline.values(signal).count()),
                    perRequest(canary, canary.values(signal).count())))
            .as(signal.id())
            .isCloseTo(1, within(0.03));
      }
      double created =
          ratio(
              perRequest(baseline, baseline.count(Signal.GOROUTINE_CREATED)),
              perRequest(canary, canary.count(Signal.GOROUTINE_CREATED)));
      assertThat(created).isCloseTo(1, within(0.05));
      double p50 =
          ratio(
              baseline.values(Signal.HTTP_REQUEST_LATENCY).quantile(0.5),
              canary.values(Signal.HTTP_REQUEST_LATENCY).quantile(0.5));
      System.out.printf(
          "A/A: %d and %d requests, goroutines %.3f, p50 %.3f, loss %s%n",
          baseline.requests(), canary.requests(), created, p50, after.result().loss());
      assertThat(p50).isBetween(0.5, 2.0);
      assertThat(after.result().loss().events()).isZero();
      assertThat(after.result().loss().samples()).isZero();
      assertThat(demo.failure()).isEmpty();
    }
  }

  @Test
  void whatOneGroupDoesIsNotCountedInTheOtherThoughBothRunOneFile() throws Exception {
    try (ExactProgram baseline = ExactProgram.start("1.23");
        ExactProgram canary = ExactProgram.start("1.23")) {
      String address = baseline.serve();
      canary.serve();
      try (Measurement measurement = Measurement.of(baseline, canary);
          KeepAliveClient client = new KeepAliveClient(address)) {
        Published before = measurement.begin();
        baseline.allocate(1000, 4096, 4, false);
        for (int i = 0; i < 20; i++) {
          client.get("/sleep?d=1ms");
        }
        Published after =
            measurement.settledAfter(
                now -> new Growth(before.baseline(), now.baseline()).requests() == 20);
        Growth busy = new Growth(before.baseline(), after.baseline());
        Growth idle = new Growth(before.canary(), after.canary());
        assertThat(busy.requests()).isEqualTo(20);
        assertThat(busy.allocations(4096)).isGreaterThanOrEqualTo(4000);
        assertThat(idle.requests()).isZero();
        assertThat(idle.values(Signal.HTTP_REQUEST_LATENCY).count()).isZero();
        assertThat(idle.values(Signal.ALLOC_SIZE).count()).isZero();
        assertThat(idle.count(Signal.GOROUTINE_CREATED)).isZero();
      }
    }
  }

  private static String pids(List<Long> pids) {
    return pids.stream().map(pid -> "pid=" + pid).collect(Collectors.joining(" + "));
  }

  private static double perRequest(Growth growth, long count) {
    return (double) count / growth.requests();
  }

  private static double ratio(double a, double b) {
    return a / b;
  }
}
