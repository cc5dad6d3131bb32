package io.graydiff.gobinary;

import java.util.Optional;

/**
 * The comparison with the stack's limit with which Go functions begin, by its bytes
 * (cmd/internal/obj/x86/obj6.go and arm64/obj7.go, function stacksplit). Up to its last branch only
 * a scratch register and the flags are written, so arguments are still where the caller put them.
 *
 * @param branchAt offset of the last branch, taken when the stack must grow
 * @param target offset to which it branches
 * @param form for people, such as {@code small frame}
 */
record StackCheck(int branchAt, int branchBytes, int target, String form) {
  private static final String SMALL = "small frame";
  private static final String LARGE = "large frame";
  private static final String HUGE = "huge frame";

  /** The stack check with which this code begins, or empty if it begins with something else. */
  static Optional<StackCheck> of(Arch arch, byte[] code) {
    return arch == Arch.AMD64 ? amd64(code) : arm64(code);
  }

  private static Optional<StackCheck> amd64(byte[] code) {
    if (matches(code, 0, 0x49, 0x3b, 0x66) && isLimit(code, 3)) {
      return belowOrEqual(code, 4, SMALL);
    }
    if (matches(code, 0, 0x4c, 0x8d, 0x64, 0x24) && comparesScratch(code, 5)) {
      return belowOrEqual(code, 9, LARGE);
    }
    if (matches(code, 0, 0x4c, 0x8d, 0xa4, 0x24) && comparesScratch(code, 8)) {
      return belowOrEqual(code, 12, LARGE);
    }
    if (matches(code, 0, 0x49, 0x89, 0xe4, 0x49, 0x81, 0xec)) {
      int below = 10;
      int compare =
          matches(code, below, 0x72) ? below + 2 : matches(code, below, 0x0f, 0x82) ? below + 6 : 0;
      if (compare > 0 && comparesScratch(code, compare)) {
        return belowOrEqual(code, compare + 4, HUGE);
      }
    }
    return Optional.empty();
  }

  /** cmp 0x10(%r14),%r12, or 0x18 in functions of the system stack. */
  private static boolean comparesScratch(byte[] code, int at) {
    return matches(code, at, 0x4d, 0x3b, 0x66) && isLimit(code, at + 3);
  }

  private static boolean isLimit(byte[] code, int at) {
    return matches(code, at, 0x10) || matches(code, at, 0x18);
  }

  private static Optional<StackCheck> belowOrEqual(byte[] code, int at, String form) {
    if (matches(code, at, 0x76) && at + 2 <= code.length) {
      return Optional.of(new StackCheck(at, 2, at + 2 + code[at + 1], form));
    }
    if (matches(code, at, 0x0f, 0x86) && at + 6 <= code.length) {
      return Optional.of(new StackCheck(at, 6, at + 6 + word(code, at + 2), form));
    }
    return Optional.empty();
  }

  private static boolean matches(byte[] code, int at, int... expected) {
    if (at + expected.length > code.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if ((code[at + i] & 0xff) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** ldr x16,[x28,#16 or #24]; then the comparison, whose steps depend on the frame; then b.ls. */
  private static Optional<StackCheck> arm64(byte[] code) {
    int words = code.length / 4;
    if (words < 3 || (word(code, 0) != 0xf9400b90 && word(code, 0) != 0xf9400f90)) {
      return Optional.empty();
    }
    boolean compared = false;
    String form = SMALL;
    for (int i = 1; i < Math.min(words, 9); i++) {
      int word = word(code, 4 * i);
      if (compared) {
        boolean lowerOrSame = (word & 0xff00001f) == 0x54000009;
        int distance = word << 8 >> 13 << 2;
        return lowerOrSame
            ? Optional.of(new StackCheck(4 * i, 4, 4 * i + distance, form))
            : Optional.empty();
      }
      compared = word == 0xeb3063ff || word == 0xeb10023f;
      if (!compared) {
        form = isSubtraction(word) && !form.equals(HUGE) ? LARGE : HUGE;
        if (!isSubtraction(word) && !isHugeFrameStep(word)) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** sub x17,sp,#n, with or without a shift. */
  private static boolean isSubtraction(int word) {
    return (word & 0xff8003ff) == 0xd10003f1;
  }

  /** movz, movk or mov to x27; subs x17,sp,x27 or #n; b.lo. */
  private static boolean isHugeFrameStep(int word) {
    boolean constant = (word & 0xff80001f) == 0xd280001b || (word & 0xff80001f) == 0xf280001b;
    boolean logicalConstant = (word & 0xff8003ff) == 0xb20003fb;
    boolean subtraction =
        (word & 0xff8003ff) == 0xf10003f1
            || word == 0xeb3b63f1
            || (word & 0xff8003ff) == 0xf1000231;
    boolean lower = (word & 0xff00001f) == 0x54000003;
    return constant || logicalConstant || subtraction || lower;
  }

  /** The little-endian word at this place. */
  static int word(byte[] code, int at) {
    return code[at] & 0xff
        | (code[at + 1] & 0xff) << 8
        | (code[at + 2] & 0xff) << 16
        | (code[at + 3] & 0xff) << 24;
  }
}
