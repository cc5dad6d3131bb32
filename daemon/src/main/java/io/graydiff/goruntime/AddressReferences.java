package io.graydiff.goruntime;

import io.graydiff.ffi.MachineCode;
import io.graydiff.gobinary.Arch;
import io.graydiff.gobinary.Function;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of data that the code of a function names: on amd64 the operands relative to RIP,
 * on arm64 the pairs of ADRP, which loads a page, and an addition, load or store that adds the
 * rest. Addresses are those of the file, before relocation.
 */
final class AddressReferences {
  private static final int ARM64_INSTRUCTION_BYTES = 4;
  private static final Pattern RIP = Pattern.compile("\\[rip ([+-]) 0x([0-9a-f]+)\\]");
  private static final Pattern PAGE = Pattern.compile("(x\\d+), #0x([0-9a-f]+)");
  private static final Pattern SUM = Pattern.compile("(x\\d+), (x\\d+), #(0x[0-9a-f]+|\\d+)");
  private static final Pattern MEMORY =
      Pattern.compile(".*\\[(x\\d+)(?:, #(0x[0-9a-f]+|\\d+))?\\]");

  /** Instructions that write to memory or nowhere, not to their first operand. */
  private static final Pattern READS_ONLY =
      Pattern.compile("st.*|cmp|cmn|tst|ccmp|cbn?z|tbn?z|prfm");

  private static final Pattern FIRST = Pattern.compile("[wx](\\d+)\\b.*");

  private AddressReferences() {}

  /** All addresses that a function's code names. */
  static Set<Long> of(Arch arch, Function function, byte[] code) {
    return switch (arch) {
      case AMD64 -> amd64(function.address(), code);
      case ARM64 -> arm64(function.address(), code);
    };
  }

  private static Set<Long> amd64(long address, byte[] code) {
    Set<Long> found = new HashSet<>();
    try (MachineCode machine = MachineCode.amd64()) {
      for (MachineCode.Decoded instruction : decode(machine, code, address, 1)) {
        Matcher relative = RIP.matcher(instruction.operands());
        if (relative.find()) {
          long distance = Long.parseUnsignedLong(relative.group(2), 16);
          long next = address + instruction.offset() + instruction.size();
          found.add(relative.group(1).equals("+") ? next + distance : next - distance);
        }
      }
    }
    return found;
  }

  /**
   * Follows the code from top to bottom without regard to branches: what a register holds after one
   * may be wrong, which adds an address to the set that is not named; a user must bear with that.
   */
  private static Set<Long> arm64(long address, byte[] code) {
    Set<Long> found = new HashSet<>();
    Map<String, Long> registers = new HashMap<>();
    try (MachineCode machine = MachineCode.arm64()) {
      for (MachineCode.Decoded instruction :
          decode(machine, code, address, ARM64_INSTRUCTION_BYTES)) {
        follow(instruction.mnemonic(), instruction.operands(), registers, found);
      }
    }
    return found;
  }

  private static void follow(
      String mnemonic, String operands, Map<String, Long> registers, Set<Long> found) {
    if (mnemonic.equals("bl") || mnemonic.equals("blr")) {
      registers.clear();
      return;
    }
    Matcher page = PAGE.matcher(operands);
    if (mnemonic.equals("adrp") && page.matches()) {
      registers.put(page.group(1), Long.parseUnsignedLong(page.group(2), 16));
      return;
    }
    Matcher sum = SUM.matcher(operands);
    if (mnemonic.equals("add") && sum.matches()) {
      Long base = registers.get(sum.group(2));
      registers.remove(sum.group(1));
      if (base != null) {
        registers.put(sum.group(1), base + number(sum.group(3)));
        found.add(base + number(sum.group(3)));
      }
      return;
    }
    Matcher memory = MEMORY.matcher(operands);
    if (memory.matches()) {
      Long base = registers.get(memory.group(1));
      if (base != null) {
        found.add(base + number(memory.group(2)));
        if (mnemonic.equals("ldp") || mnemonic.equals("stp")) {
          found.add(base + number(memory.group(2)) + Long.BYTES);
        }
      }
    }
    Matcher first = FIRST.matcher(operands);
    if (first.matches() && !READS_ONLY.matcher(mnemonic).matches()) {
      registers.remove("x" + first.group(1));
    }
  }

  /** All instructions, with a step over each that the disassembler does not know. */
  private static List<MachineCode.Decoded> decode(
      MachineCode machine, byte[] code, long address, int step) {
    List<MachineCode.Decoded> all = new ArrayList<>();
    for (int at = 0; at < code.length; at += step) {
      for (MachineCode.Decoded instruction : machine.decode(code, at, address)) {
        all.add(instruction);
        at = instruction.offset() + instruction.size();
      }
    }
    return all;
  }

  private static long number(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    return text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
  }
}
