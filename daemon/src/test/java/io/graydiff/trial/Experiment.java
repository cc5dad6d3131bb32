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
 * @param atATime how many at a time under one agent
 * @param expected the signals that the fault shows in; empty where nothing differs
 */
record Experiment(
    String title, DemoOptions options, int repetitions, int atATime, List<Signal> expected) {
  private static final DemoOptions SAME = DemoOptions.standard().withGo("1.23", "1.23");

  /** As much load as the demo's, on twice the processes: more of them tell faults from chance. */
  private static final DemoOptions FAULTY =
      new DemoOptions("1.23", "1.23", 4, 200, 200, 4, "", "", false);

  /** Both kinds of A/A, many pairs at little load, and each fault in few. */
  static List<Experiment> all(int same, int different) {
    return List.of(
        same("A/A, equal traffic", SAME.withRate(50), same),
        same("A/A, traffic 9:1", SAME.withRates(90, 10), same),
        latency("+3%", different),
        latency("+5%", different),
        latency("+10%", different),
        latency("+25%", different),
        fault(
            "2 % of checkouts take 5 times as long",
            "tail=2%x5", different, Signal.HTTP_REQUEST_LATENCY),
        fault("10 % more allocation", "alloc=+10%", different, Signal.ALLOC_BYTES));
  }

  private static Experiment same(String title, DemoOptions options, int repetitions) {
    return new Experiment(title, options, repetitions, 10, List.of());
  }

  private static Experiment latency(String more, int repetitions) {
    return fault(
        "checkouts take " + more.replace("%", " %"),
        "latency=" + more,
        repetitions,
        Signal.HTTP_REQUEST_LATENCY);
  }

  private static Experiment fault(String title, String fault, int repetitions, Signal expected) {
    return new Experiment(title, FAULTY.withCanaryFaults(fault), repetitions, 2, List.of(expected));
  }
}
