package io.graydiff.gobinary;

import io.graydiff.ffi.MachineCode;
import io.graydiff.gobinary.Instruction.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Decodes the code of one function into instructions and their flow of control. */
final class Disassembler {
  private static final int ARM64_INSTRUCTION_BYTES = 4;

  /** What Go assembles where control must not come (cmd/internal/obj/arm64/asm7.go). */
  private static final int GO_ARM64_TRAP = 0xbea71700;

  private final Arch arch;
  private final long address;
  private final byte[] code;

  private Disassembler(Arch arch, long address, byte[] code) {
    this.arch = arch;
    this.address = address;
    this.code = code;
  }

  /** All instructions of the code in order, without gaps. */
  static List<Instruction> decode(Arch arch, long address, byte[] code) {
    return new Disassembler(arch, address, code).decode();
  }

  private List<Instruction> decode() {
    List<Instruction> instructions = new ArrayList<>();
    try (MachineCode machine = arch == Arch.AMD64 ? MachineCode.amd64() : MachineCode.arm64()) {
      int at = 0;
      while (at < code.length) {
        for (MachineCode.Decoded decoded : machine.decode(code, at, address)) {
          instructions.add(instruction(decoded));
          at = decoded.offset() + decoded.size();
        }
        if (at < code.length) {
          Instruction unknown = unknown(at);
          instructions.add(unknown);
          at += unknown.size();
        }
      }
    }
    return instructions;
  }

  private Instruction instruction(MachineCode.Decoded decoded) {
    String mnemonic = decoded.mnemonic();
    OptionalLong target = target(decoded.operands());
    Flow flow = arch == Arch.AMD64 ? amd64(mnemonic) : arm64(mnemonic);
    if (flow == Flow.JUMP && target.isEmpty()) {
      flow = Flow.INDIRECT;
    }
    return new Instruction(
        decoded.offset(),
        decoded.size(),
        (mnemonic + " " + decoded.operands()).trim(),
        flow,
        target.orElse(0) - address);
  }

  /**
   * What stands where the disassembler knows no instruction. On arm64 the encoding itself tells
   * branches from all else (Arm ARM, C4.1), so newer instructions such as atomics do no harm.
   */
  private Instruction unknown(int at) {
    if (arch == Arch.AMD64 || code.length - at < ARM64_INSTRUCTION_BYTES) {
      return new Instruction(at, 1, "(unknown)", Flow.UNKNOWN, 0);
    }
    int word = StackCheck.word(code, at);
    boolean branchOrSystem = (word & 0x1c000000) == 0x14000000;
    boolean undefined = (word & 0xffff0000) == 0;
    boolean reserved = (word & 0x1e000000) == 0;
    Flow flow = Flow.NEXT;
    if (word == GO_ARM64_TRAP || undefined) {
      flow = Flow.TRAP;
    } else if (branchOrSystem || reserved) {
      flow = Flow.UNKNOWN;
    }
    String text = ".word 0x%08x".formatted(word);
    return new Instruction(at, ARM64_INSTRUCTION_BYTES, text, flow, 0);
  }

  private static Flow amd64(String mnemonic) {
    return switch (mnemonic) {
      case "jmp", "ljmp" -> Flow.JUMP;
      case "call", "lcall" -> Flow.CALL;
      case "ret", "repz ret", "bnd ret" -> Flow.RETURN;
      case "ud2", "ud0", "ud1", "int3", "hlt" -> Flow.TRAP;
      case "retf", "iret", "iretd", "iretq", "sysret", "sysexit" -> Flow.UNKNOWN;
      default -> mnemonic.startsWith("j") || mnemonic.startsWith("loop") ? Flow.BRANCH : Flow.NEXT;
    };
  }

  private static Flow arm64(String mnemonic) {
    return switch (mnemonic) {
      case "b" -> Flow.JUMP;
      case "br" -> Flow.INDIRECT;
      case "bl", "blr" -> Flow.CALL;
      case "ret" -> Flow.RETURN;
      case "cbz", "cbnz", "tbz", "tbnz" -> Flow.BRANCH;
      case "brk", "hlt", "udf" -> Flow.TRAP;
      case "eret", "drps" -> Flow.UNKNOWN;
      default -> mnemonic.startsWith("b.") ? Flow.BRANCH : Flow.NEXT;
    };
  }

  /** The address that is the last operand: {@code 0x4a2f10}, or {@code x0, #0x11c40}. */
  private static OptionalLong target(String operands) {
    String last = operands.substring(operands.lastIndexOf(' ') + 1);
    String digits = last.startsWith("#") ? last.substring(1) : last;
    try {
      return digits.startsWith("0x")
          ? OptionalLong.of(Long.parseUnsignedLong(digits.substring(2), 16))
          : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
