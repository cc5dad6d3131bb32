package io.graydiff.collect;

import io.graydiff.target.GoProcess;
import io.graydiff.target.GroupRole;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Who was and is in the groups of one comparison. Written by the collector's thread, read by any,
 * without locks.
 */
public final class Roster {
  private static final int KEPT = 1000;

  private final Map<Integer, Entry> entries = new ConcurrentSkipListMap<>();

  /**
   * One process.
   *
   * @param present false once it has left
   * @param lastWords of what it died, where the runtime said it
   */
  public record Entry(
      int number,
      GroupRole role,
      Observation observation,
      boolean present,
      Optional<String> lastWords) {
    public GoProcess process() {
      return observation.process();
    }
  }

  void joined(Member member) {
    entries.put(member.number(), entry(member, true));
    if (entries.size() > KEPT) {
      entries.values().stream()
          .filter(entry -> !entry.present())
          .findFirst()
          .ifPresent(oldest -> entries.remove(oldest.number()));
    }
  }

  void left(Member member) {
    entries.put(member.number(), entry(member, false));
  }

  private static Entry entry(Member member, boolean present) {
    return new Entry(
        member.number(), member.role(), member.observation(), present, member.lastWords());
  }

  /** The member of that number; empty when it left long ago. */
  Optional<Entry> member(int number) {
    return Optional.ofNullable(entries.get(number));
  }

  /** All, in the order in which they joined. */
  public Collection<Entry> entries() {
    return entries.values();
  }
}
