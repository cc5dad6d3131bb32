package io.graydiff.trial;

import io.graydiff.app.demo.DemoOptions;
import io.graydiff.signal.Signal;
import java.util.List;

/**
 * One comparison of known truth, to be repeated.
 *
 * @param title what differs
 * @param options of the sample service; both groups run one binary
 * @param repetitions how often
 * @param expected the signals that the fault shows in; empty where nothing differs
 */
record Experiment(String title, DemoOptions options, int repetitions, List<Signal> expected) {
  private static final String GO = "1.23";
  private static final int RATE = 50;

  /** Both kinds of A/A, and each fault. */
  static List<Experiment> all(int same, int different) {
    DemoOptions equal = DemoOptions.standard().withGo(GO, GO).withRate(RATE);
    return List.of(
        new Experiment("A/A, equal traffic", equal, same, List.of()),
        new Experiment(
            "A/A, traffic 9:1", equal.withRates(9 * RATE / 5, RATE / 5), same, List.of()),
        latency(equal, "+3%", different),
        latency(equal, "+5%", different),
        latency(equal, "+10%", different),
        latency(equal, "+25%", different),
        new Experiment(
            "2 % of checkouts take 5 times as long",
            equal.withCanaryFaults("tail=2%x5"), different, List.of(Signal.HTTP_REQUEST_LATENCY)),
        new Experiment(
            "10 % more allocation",
            equal.withCanaryFaults("alloc=+10%"), different, List.of(Signal.ALLOC_SIZE)));
  }

  private static Experiment latency(DemoOptions equal, String more, int repetitions) {
    return new Experiment(
        "checkouts take " + more.replace("%", " %"),
        equal.withCanaryFaults("latency=" + more),
        repetitions,
        List.of(Signal.HTTP_REQUEST_LATENCY));
  }
}
