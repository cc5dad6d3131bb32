package io.graydiff.gobinary;

import io.graydiff.gobinary.Instruction.Flow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves the jump tables into which the compiler turns large switch statements (since Go 1.19):
 * the table's address is formed right before the jump, its entries are addresses in the same
 * function. The number of entries is not written down, so entries are read as long as they can be
 * ones: a neighbouring table of the same function adds ways that do not exist, which only makes the
 * choice of places more careful.
 */
final class JumpTables {
  private static final Pattern AMD64_JUMP =
      Pattern.compile("jmp qword ptr \\[(\\w+) \\+ \\w+\\*8]");
  private static final Pattern AMD64_TABLE =
      Pattern.compile("lea (\\w+), \\[rip ([+-]) (?:0x)?([0-9a-f]+)]");
  private static final Pattern ARM64_JUMP = Pattern.compile("br (x\\d+)");
  private static final Pattern ARM64_LOAD =
      Pattern.compile("ldr (x\\d+), \\[(x\\d+), x\\d+, lsl #3]");
  private static final Pattern ARM64_LOW = Pattern.compile("add (x\\d+), \\1, #(0x)?([0-9a-f]+)");
  private static final Pattern ARM64_PAGE = Pattern.compile("adrp (x\\d+), #0x([0-9a-f]+)");
  private static final int ENTRY_LIMIT = 1 << 10;

  /** Of all tables of a function; jumps by what is beyond are not understood. */
  private static final int ENTRIES_LIMIT = 1 << 14;

  private static final int HEX = 16;

  private final List<Instruction> instructions;
  private final Function function;
  private final Surroundings surroundings;

  private JumpTables(List<Instruction> instructions, Function function, Surroundings surroundings) {
    this.instructions = instructions;
    this.function = function;
    this.surroundings = surroundings;
  }

  /** For each indirect jump that was understood, by its index, the offsets to which it can go. */
  static Map<Integer, List<Long>> of(
      List<Instruction> instructions, Function function, Surroundings surroundings)
      throws GoBinaryException {
    JumpTables tables = new JumpTables(instructions, function, surroundings);
    Map<Integer, List<Long>> found = new HashMap<>();
    int entries = 0;
    for (int i = 0; i < instructions.size() && entries < ENTRIES_LIMIT; i++) {
      if (instructions.get(i).flow() == Flow.INDIRECT) {
        OptionalLong address = tables.amd64(i);
        if (address.isEmpty()) {
          address = tables.arm64(i);
        }
        List<Long> targets = address.isPresent() ? tables.entries(address.getAsLong()) : List.of();
        entries += targets.size();
        if (!targets.isEmpty()) {
          found.put(i, targets);
        }
      }
    }
    return found;
  }

  private OptionalLong amd64(int jump) {
    Matcher to = AMD64_JUMP.matcher(instructions.get(jump).text());
    Matcher table = AMD64_TABLE.matcher(textAt(jump - 1));
    if (!to.matches() || !table.matches() || !to.group(1).equals(table.group(1))) {
      return OptionalLong.empty();
    }
    int sign = table.group(2).equals("+") ? 1 : -1;
    long next = function.address() + instructions.get(jump).offset();
    return OptionalLong.of(next + sign * Long.parseUnsignedLong(table.group(3), HEX));
  }

  private OptionalLong arm64(int jump) {
    Matcher to = ARM64_JUMP.matcher(instructions.get(jump).text());
    Matcher load = ARM64_LOAD.matcher(textAt(jump - 1));
    Matcher low = ARM64_LOW.matcher(textAt(jump - 2));
    Matcher page = ARM64_PAGE.matcher(textAt(jump - 3));
    boolean chain =
        to.matches()
            && load.matches()
            && low.matches()
            && page.matches()
            && to.group(1).equals(load.group(1))
            && load.group(2).equals(low.group(1))
            && low.group(1).equals(page.group(1));
    if (!chain) {
      return OptionalLong.empty();
    }
    long offset = Long.parseLong(low.group(3), low.group(2) == null ? 10 : HEX);
    return OptionalLong.of(Long.parseUnsignedLong(page.group(2), HEX) + offset);
  }

  private String textAt(int i) {
    return i < 0 ? "" : instructions.get(i).text();
  }

  private List<Long> entries(long address) throws GoBinaryException {
    List<Long> offsets = new ArrayList<>();
    for (int i = 0; i < ENTRY_LIMIT; i++) {
      OptionalLong entry = surroundings.wordAt(address + (long) i * Long.BYTES);
      if (entry.isEmpty() || !function.contains(entry.getAsLong())) {
        break;
      }
      offsets.add(entry.getAsLong() - function.address());
    }
    return offsets;
  }
}
