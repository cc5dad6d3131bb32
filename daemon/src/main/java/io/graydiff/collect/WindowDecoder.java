package io.graydiff.collect;

import io.graydiff.signal.Signal;
import io.graydiff.target.GroupRole;
import io.graydiff.window.GroupWindow;
import io.graydiff.window.ProcessWindow;
import io.graydiff.window.SparseWindow;
import io.graydiff.window.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns a window of the ring into what the engine compares. For one thread. */
public final class WindowDecoder {
  private final Roster roster;
  private final Set<Signal> signals;
  private final Map<Integer, RequestRate> requests = new HashMap<>();
  private long requestsLeftOut;

  /**
   * @param roster of the comparison whose windows are decoded
   * @param signals the only ones that are handed on
   */
  public WindowDecoder(Roster roster, Set<Signal> signals) {
    this.roster = roster;
    this.signals = Set.copyOf(signals);
  }

  /**
   * Requests in the windows so far that were served but not timed, because probes of other signals
   * were open meanwhile.
   */
  public long requestsLeftOut() {
    return requestsLeftOut;
  }

  /** Decodes one window; processes that left long ago are left out. */
  public Window decode(long sequence, SparseWindow raw) {
    List<ProcessWindow> baseline = new ArrayList<>();
    List<ProcessWindow> canary = new ArrayList<>();
    int at = 0;
    while (at < raw.entries()) {
      int block = raw.index(at) / WindowLayout.BLOCK;
      BlockDecoder decoder = new BlockDecoder();
      for (; at < raw.entries() && raw.index(at) / WindowLayout.BLOCK == block; at++) {
        decoder.accept(raw.index(at) % WindowLayout.BLOCK, raw.delta(at));
      }
      requestsLeftOut += decoder.requestsLeftOut();
      roster
          .member(decoder.member())
          .ifPresent(
              entry ->
                  (entry.role() == GroupRole.BASELINE ? baseline : canary)
                      .add(
                          decoder.decode(
                              entry.observation(), signals, requestsPerSecond(decoder))));
    }
    return new Window(
        sequence,
        raw.startNanos(),
        raw.endNanos(),
        GroupWindow.of(baseline),
        GroupWindow.of(canary));
  }

  private double requestsPerSecond(BlockDecoder decoder) {
    return requests.merge(decoder.member(), decoder.requestRate(), RequestRate::then).perSecond();
  }
}
