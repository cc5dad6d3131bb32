package io.graydiff.gobinary;

/**
 * A decoded instruction of a function.
 *
 * @param offset from the function's start
 * @param size in bytes
 * @param text mnemonic and operands
 * @param target offset from the function's start to which it jumps; or that it calls; meaningful
 *     for {@link Flow#JUMP}, {@link Flow#BRANCH} and direct calls, and may be outside
 */
record Instruction(int offset, int size, String text, Flow flow, long target) {
  Instruction withText(String other) {
    return new Instruction(offset, size, other, flow, target);
  }

  /** Where control goes after an instruction. */
  enum Flow {
    /** To the next one. */
    NEXT,
    /** To another function, and back to the next one. */
    CALL,
    /** To the target. */
    JUMP,
    /** To the target or to the next one. */
    BRANCH,
    /** To a place that a register or a table holds. */
    INDIRECT,
    /** To the caller. */
    RETURN,
    /** Nowhere: it traps. */
    TRAP,
    /** These bytes are not an instruction that the disassembler knows. */
    UNKNOWN
  }
}
