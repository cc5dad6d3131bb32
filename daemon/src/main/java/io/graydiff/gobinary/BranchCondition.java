package io.graydiff.gobinary;

import java.util.Optional;

/**
 * When a conditional branch of amd64 is taken, by the flags before it. A probe at the branch sees
 * these flags, so it can count the runs that go one way and leave out those that go the other.
 *
 * @param code the condition code of the instruction set, 0 (overflow) to 15 (greater); of each pair
 *     the odd one is the contrary of the even one
 */
public record BranchCondition(int code) {
  private static final int SHORT_BRANCH = 0x70;
  private static final int TWO_BYTES = 0x0f;
  private static final int NEAR_BRANCH = 0x80;
  private static final int KIND = 0xf0;
  private static final int CODE = 0x0f;

  public BranchCondition {
    if (code < 0 || code > CODE) {
      throw new IllegalArgumentException("condition code " + code);
    }
  }

  /** The condition of the branch at this offset; empty for another instruction. */
  static Optional<BranchCondition> of(byte[] instructions, int offset) {
    int first = instructions[offset] & 0xff;
    if ((first & KIND) == SHORT_BRANCH) {
      return Optional.of(new BranchCondition(first & CODE));
    }
    int second = offset + 1 < instructions.length ? instructions[offset + 1] & 0xff : 0;
    return first == TWO_BYTES && (second & KIND) == NEAR_BRANCH
        ? Optional.of(new BranchCondition(second & CODE))
        : Optional.empty();
  }

  /** When the branch is not taken. */
  BranchCondition contrary() {
    return new BranchCondition(code ^ 1);
  }
}
