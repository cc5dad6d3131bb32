package io.graydiff.target;

import java.util.List;

/**
 * One group at one moment. Immutable.
 *
 * @param role its part in the comparison
 * @param selectors what chooses its members
 * @param members by pid
 */
public record ProcessGroup(GroupRole role, Selectors selectors, List<GoProcess> members) {
  public ProcessGroup {
    members = List.copyOf(members);
  }

  /** The Go versions of the members, sorted, each once. */
  public List<String> goVersions() {
    return members.stream().map(p -> p.build().goVersion()).distinct().sorted().toList();
  }
}
