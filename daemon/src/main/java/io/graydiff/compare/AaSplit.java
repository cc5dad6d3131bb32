package io.graydiff.compare;

import io.graydiff.window.GroupWindow;
import io.graydiff.window.ProcessWindow;
import io.graydiff.window.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The engine's own false-alarm gauge: compares one half of the baseline's processes with the other,
 * by the same settings, again and again. Nothing differs between the halves but chance, so every
 * alarm is a false one.
 *
 * <p>A trial ends with an alarm or after the planned number of windows; then the next begins. One
 * owner thread. No clock, no randomness: a process joins the smaller half when it appears and
 * stays.
 */
public final class AaSplit {
  private final EngineSettings settings;
  private final Map<String, Boolean> inFirst = new HashMap<>();
  private ComparisonEngine engine;
  private long trials;
  private long alarms;

  public AaSplit(EngineSettings settings) {
    this.settings = settings;
    this.engine = new ComparisonEngine(settings);
  }

  /** Goes on from a saved state. */
  public static AaSplit resume(EngineSettings settings, State state) {
    AaSplit split = new AaSplit(settings);
    split.engine = ComparisonEngine.resume(settings, state.engine());
    split.inFirst.putAll(state.inFirst());
    split.trials = state.trials();
    split.alarms = state.alarms();
    return split;
  }

  /** Takes one window; one with fewer than two processes in the baseline changes nothing. */
  public void accept(Window window) {
    List<ProcessWindow> processes = window.baseline().processes();
    if (processes.size() < 2) {
      return;
    }
    assign(processes);
    engine.accept(
        new Window(
            window.sequence(),
            window.startNanos(),
            window.endNanos(),
            half(processes, true),
            half(processes, false)));
    boolean alarm = engine.verdict() == Verdict.REGRESSION;
    if (alarm || engine.windows() >= settings.expectedWindows()) {
      trials++;
      alarms += alarm ? 1 : 0;
      engine = new ComparisonEngine(settings);
    }
  }

  /** Trials that have ended. */
  public long trials() {
    return trials;
  }

  /** Trials that ended with an alarm. */
  public long alarms() {
    return alarms;
  }

  /** All that is needed to go on later. */
  public State state() {
    return new State(engine.state(), inFirst, trials, alarms);
  }

  private void assign(List<ProcessWindow> processes) {
    List<String> present = processes.stream().map(Settling::key).toList();
    inFirst.keySet().retainAll(present);
    List<String> unassigned = new ArrayList<>(present);
    unassigned.removeAll(inFirst.keySet());
    for (String process : unassigned) {
      long first = inFirst.values().stream().filter(f -> f).count();
      inFirst.put(process, 2 * first <= inFirst.size());
    }
  }

  private GroupWindow half(List<ProcessWindow> processes, boolean first) {
    return GroupWindow.of(
        processes.stream()
            .filter(p -> inFirst.getOrDefault(Settling.key(p), false) == first)
            .toList());
  }

  /**
   * What is saved.
   *
   * @param engine of the running trial
   * @param inFirst by process, whether it belongs to the first half
   * @param trials ended
   * @param alarms among them
   */
  public record State(EngineState engine, Map<String, Boolean> inFirst, long trials, long alarms) {
    public State {
      inFirst = Map.copyOf(inFirst);
    }
  }
}
