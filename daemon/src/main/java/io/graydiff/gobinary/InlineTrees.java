package io.graydiff.gobinary;

import io.graydiff.gobinary.GoBinaryException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which functions were compiled into which others. Every function with inlined code has a tree of
 * inlined calls (funcdata 3) and a pc-value table that says which node each instruction belongs to
 * (pcdata 2). Stripped programs have them too, because stack traces need them. Layout:
 * runtime/symtab.go and runtime/symtabinl.go (type inlinedCall).
 */
final class InlineTrees {
  private static final int PC_DATA_TREE_INDEX = 2;
  private static final int FUNC_DATA_TREE = 3;
  private static final long NONE = 0xffffffffL;
  private static final int OLD_NODE_BYTES = 20;
  private static final int OLD_NODE_NAME_AT = 12;
  private static final int DEPTH_LIMIT = 64;
  private static final int NODE_BYTES = 16;
  private static final int NODE_NAME_AT = 4;
  private static final int OLD_NODE_PARENT_PC_AT = 16;
  private static final int NODE_PARENT_PC_AT = 8;
  private static final int GO_FUNC_AT_1_18 = 304;
  private static final int GO_FUNC_AT_1_20 = 320;
  private static final int GO_FUNC_AT_1_27 = 344;

  private final ElfFile elf;
  private final FileBytes bytes;
  private final PcLineTable table;
  private final long goFunc;
  private final int nodeBytes;
  private final int nodeNameAt;
  private final int nodeParentPcAt;
  private final int instructionBytes;

  InlineTrees(ElfFile elf, PcLineTable table, int minorVersion) throws GoBinaryException {
    this.elf = elf;
    this.bytes = elf.bytes();
    this.table = table;
    this.instructionBytes = elf.arch() == Arch.AMD64 ? 1 : 4;
    boolean old = table.layout() != PcLineLayout.GO_1_20;
    nodeBytes = old ? OLD_NODE_BYTES : NODE_BYTES;
    nodeNameAt = old ? OLD_NODE_NAME_AT : NODE_NAME_AT;
    nodeParentPcAt = old ? OLD_NODE_PARENT_PC_AT : NODE_PARENT_PC_AT;
    goFunc =
        table.layout().textRelative()
            ? ModuleData.find(elf, table.header()).word(goFuncAt(minorVersion))
            : 0;
    if (table.layout().textRelative() && elf.find(goFunc, 1).isEmpty()) {
      throw new GoBinaryException(
          Reason.UNSUPPORTED, "the inline trees of this Go version are not where they were");
    }
  }

  private int goFuncAt(int minorVersion) {
    if (table.layout() == PcLineLayout.GO_1_18) {
      return GO_FUNC_AT_1_18;
    }
    return minorVersion > 0 && minorVersion < 27 ? GO_FUNC_AT_1_20 : GO_FUNC_AT_1_27;
  }

  /**
   * For each of these names that was inlined somewhere, the functions that hold copies, and how
   * many.
   */
  Map<String, SortedMap<String, Integer>> holders(Collection<String> names)
      throws GoBinaryException {
    Map<Integer, String> wanted = nameOffsets(names);
    Map<String, SortedMap<String, Integer>> holders = new TreeMap<>();
    for (int i = 0; i < table.count() && !wanted.isEmpty(); i++) {
      OptionalLong tree = tree(i);
      if (tree.isPresent()) {
        addHolder(i, tree.getAsLong(), wanted, holders);
      }
    }
    return holders;
  }

  /**
   * The functions that were inlined where this instruction of function i stands, innermost first.
   *
   * @param pc offset from the function's entry
   */
  List<String> inlinedAt(int i, long pc) throws GoBinaryException {
    OptionalLong tree = tree(i);
    List<String> names = new ArrayList<>();
    if (tree.isPresent()) {
      long at = pc;
      for (int depth = 0; depth < DEPTH_LIMIT; depth++) {
        long node = nodeAt(i, at);
        if (node < 0) {
          break;
        }
        long place = tree.getAsLong() + node * nodeBytes;
        names.add(table.text(table.nameAt(bytes.i32(place + nodeNameAt))).orElse(""));
        at = bytes.u32(place + nodeParentPcAt);
      }
    }
    return names;
  }

  /** The node to which the instruction at this offset of function i belongs, or -1. */
  private long nodeAt(int i, long wanted) throws GoBinaryException {
    Varints values = nodes(i);
    long size = table.entry(i + 1) - table.entry(i);
    long value = -1;
    long pc = 0;
    while (pc < size) {
      long step = values.next();
      if (step == 0 && pc > 0) {
        break;
      }
      value += step >>> 1 ^ -(step & 1);
      pc += Math.max(1, values.next()) * instructionBytes;
      if (wanted < pc) {
        return value;
      }
    }
    return -1;
  }

  /** The pc-value table that gives each instruction of function i its node. */
  private Varints nodes(int i) throws GoBinaryException {
    long pcData = table.record(i) + table.layout().fixedBytes();
    long at = bytes.u32(pcData + Integer.BYTES * PC_DATA_TREE_INDEX);
    return new Varints(bytes, table.pcValues() + at);
  }

  /** The offsets of these names in the table of names, which holds each name once. */
  private Map<Integer, String> nameOffsets(Collection<String> names) throws GoBinaryException {
    Map<Integer, String> byHash = new HashMap<>();
    Map<Integer, String> found = new HashMap<>();
    for (String name : names) {
      byHash.put(FileBytes.hash(name.getBytes(StandardCharsets.UTF_8)), name);
    }
    long start = table.nameAt(0);
    long end = start + table.nameBytes();
    long name = start;
    while (name < end) {
      long text = bytes.hashedText(name);
      String candidate = byHash.get((int) (text >>> Integer.SIZE));
      if (candidate != null && table.text(name).filter(candidate::equals).isPresent()) {
        found.put((int) (name - start), candidate);
      }
      name += (int) text + 1;
    }
    return found;
  }

  /** Where function i's tree stands in the file. */
  private OptionalLong tree(int i) throws GoBinaryException {
    long record = table.record(i);
    PcLineLayout layout = table.layout();
    long pcDataCount = bytes.u32(record + layout.pcDataCountAt());
    int funcDataCount = bytes.u8(record + layout.funcDataCountAt());
    if (pcDataCount <= PC_DATA_TREE_INDEX || funcDataCount <= FUNC_DATA_TREE) {
      return OptionalLong.empty();
    }
    long funcData = record + layout.fixedBytes() + Integer.BYTES * pcDataCount;
    if (!layout.textRelative()) {
      long slot = (table.addressOf(funcData) + 7 & ~7L) + Long.BYTES * FUNC_DATA_TREE;
      long address = elf.wordAt(slot);
      return address == 0 ? OptionalLong.empty() : elf.find(address, nodeBytes);
    }
    long from = bytes.u32(funcData + Integer.BYTES * FUNC_DATA_TREE);
    return from == NONE ? OptionalLong.empty() : elf.find(goFunc + from, nodeBytes);
  }

  private void addHolder(
      int i,
      long tree,
      Map<Integer, String> wanted,
      Map<String, SortedMap<String, Integer>> holders)
      throws GoBinaryException {
    long size = table.entry(i + 1) - table.entry(i);
    Varints values = nodes(i);
    Set<Long> seen = new HashSet<>();
    long value = -1;
    long pc = 0;
    // Each step advances by an instruction, so the function's size bounds the walk.
    while (pc < size) {
      long step = values.next();
      if (step == 0 && pc > 0) {
        break;
      }
      value += step >>> 1 ^ -(step & 1);
      pc += Math.max(1, values.next()) * instructionBytes;
      long node = value;
      for (int depth = 0; node >= 0 && depth < DEPTH_LIMIT; depth++) {
        String name = wanted.get(bytes.i32(tree + node * nodeBytes + nodeNameAt));
        if (name != null && seen.add(node)) {
          holders
              .computeIfAbsent(name, n -> new TreeMap<>())
              .merge(table.text(table.nameOf(i)).orElse(""), 1, Integer::sum);
        }
        node = parent(tree, node);
      }
    }
  }

  /**
   * The call into which this one was inlined in turn, or -1. Only the old layout says it; since Go
   * 1.20 every outer call has an instruction of its own, so that the walk comes by it.
   */
  private long parent(long tree, long node) throws GoBinaryException {
    return table.layout() == PcLineLayout.GO_1_20 ? -1 : (short) bytes.u16(tree + node * nodeBytes);
  }
}
