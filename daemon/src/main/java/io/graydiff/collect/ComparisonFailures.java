package io.graydiff.collect;

import io.graydiff.target.GroupRole;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The panics and throws of one comparison, those that are alike counted together; the {@value
 * #KEPT} kinds that happened last are kept. Written by the collector's thread; {@link #newest} is
 * for any.
 */
public final class ComparisonFailures {
  private static final int KEPT = 20;

  /**
   * Failures of one kind in one group.
   *
   * @param count how many
   * @param first when the first was seen
   * @param last when the last was seen
   */
  public record Entry(GroupRole role, Failure failure, long count, Instant first, Instant last) {
    private Entry again(Instant at) {
      return new Entry(role, failure, count + 1, first, at);
    }
  }

  private record Key(GroupRole role, Failure failure) {}

  private final InstantSource clock;
  private final Map<Key, Entry> entries =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Entry> eldest) {
          return size() > KEPT;
        }
      };
  private volatile List<Entry> newest = List.of();

  ComparisonFailures(InstantSource clock) {
    this.clock = clock;
  }

  void add(GroupRole role, Failure failure) {
    Instant now = clock.instant();
    entries.merge(
        new Key(role, failure),
        new Entry(role, failure, 1, now, now),
        (before, same) -> before.again(now));
  }

  /** Shows what was added. */
  void publish() {
    newest = List.copyOf(entries.values());
  }

  /** As of the last window, the one that happened last at the end. For any thread. */
  public List<Entry> newest() {
    return newest;
  }
}
