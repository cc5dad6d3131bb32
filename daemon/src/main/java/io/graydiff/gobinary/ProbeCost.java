package io.graydiff.gobinary;

/**
 * Which instructions the kernel emulates under a uprobe, by their bytes. Sources:
 * arch/x86/kernel/uprobes.c (branch_setup_xol_ops, push_setup_xol_ops) and
 * arch/arm64/kernel/probes/decode-insn.c of Linux 5.10 to 6.18.
 */
final class ProbeCost {
  private ProbeCost() {}

  static Placement of(Arch arch, byte[] code, int offset, int size) {
    boolean emulated =
        arch == Arch.AMD64 ? amd64(code, offset, size) : arm64(StackCheck.word(code, offset));
    return emulated ? Placement.CHEAP : Placement.DEAR;
  }

  private static boolean amd64(byte[] code, int offset, int size) {
    int first = code[offset] & 0xff;
    int second = size > 1 ? code[offset + 1] & 0xff : 0;
    boolean nop = first == 0x90 && size == 1 || first == 0x66 && second == 0x90 && size == 2;
    boolean push = isPush(first) && size == 1 || first == 0x41 && isPush(second) && size == 2;
    boolean jump = first == 0xeb || first == 0xe9;
    boolean call = first == 0xe8;
    boolean branch =
        first >= 0x70 && first <= 0x7f || first == 0x0f && second >= 0x80 && second <= 0x8f;
    return nop || push || jump || call || branch;
  }

  private static boolean isPush(int opcode) {
    return opcode >= 0x50 && opcode <= 0x57;
  }

  /** Branches of every kind, ret among them; single steps are the rule for all else. */
  private static boolean arm64(int word) {
    boolean branch = (word & 0x7c000000) == 0x14000000;
    boolean conditional = (word & 0xff000010) == 0x54000000;
    boolean compareOrTest = (word & 0x7c000000) == 0x34000000;
    boolean register =
        (word & 0xfffffc1f) == 0xd61f0000
            || (word & 0xfffffc1f) == 0xd63f0000
            || (word & 0xfffffc1f) == 0xd65f0000;
    return branch || conditional || compareOrTest || register;
  }
}
