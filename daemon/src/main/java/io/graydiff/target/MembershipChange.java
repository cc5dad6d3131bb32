package io.graydiff.target;

import java.util.List;

/**
 * What became of the groups since the last look.
 *
 * @param joined processes that belong to a group now and did not before
 * @param left processes that ended, execute another binary or no longer match
 * @param conflicts processes that match both groups, each named once; they belong to neither
 */
public record MembershipChange(List<Member> joined, List<Member> left, List<GoProcess> conflicts) {
  public MembershipChange {
    joined = List.copyOf(joined);
    left = List.copyOf(left);
    conflicts = List.copyOf(conflicts);
  }

  public boolean isEmpty() {
    return joined.isEmpty() && left.isEmpty() && conflicts.isEmpty();
  }

  /** A process in its group. */
  public record Member(GroupRole role, GoProcess process) {
    boolean isSameAs(Member other) {
      return role == other.role && process.isSameRun(other.process);
    }
  }
}
