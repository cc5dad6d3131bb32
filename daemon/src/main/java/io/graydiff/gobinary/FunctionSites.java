package io.graydiff.gobinary;

import io.graydiff.gobinary.Instruction.Flow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The places in one function where probes measure its begin and its ends. Everything is decided at
 * construction from the function's bytes; the object keeps no file open and may be shared.
 */
public final class FunctionSites {
  private static final int CODE_LIMIT = 1 << 16;

  private final Arch arch;
  private final Function function;
  private final byte[] code;
  private final FlowGraph graph;

  private FunctionSites(Arch arch, Function function, byte[] code, long resumeOffset) {
    this.arch = arch;
    this.function = function;
    this.code = code;
    this.graph =
        FlowGraph.of(
            Disassembler.decode(arch, function.address(), code), code.length, resumeOffset);
  }

  /**
   * Reads and decodes a function.
   *
   * @throws SiteRefusedException when it is empty, or larger than 64 KiB
   */
  public static FunctionSites of(GoBinary binary, Function function)
      throws GoBinaryException, SiteRefusedException {
    if (function.size() <= 0 || function.size() > CODE_LIMIT) {
      throw new SiteRefusedException(
          function, "has " + function.size() + " bytes, which cannot be analysed");
    }
    binary.elf().bytes().allowReads();
    byte[] code = binary.elf().bytes().bytes(function.fileOffset(), (int) function.size());
    int index = binary.table().indexAt(function.address());
    long resume = index < 0 ? 0 : binary.table().deferReturn(index);
    return new FunctionSites(binary.arch(), function, code, resume);
  }

  public Function function() {
    return function;
  }

  /**
   * The place that is passed once a call with all arguments still in their registers: the branch of
   * the stack check, or the first instruction of a function that has none.
   */
  public Site entry() throws SiteRefusedException {
    Optional<StackCheck> check = StackCheck.of(arch, code);
    if (check.isPresent()) {
      StackCheck found = check.get();
      boolean inside = found.target() > found.branchAt() && found.target() < code.length;
      if (!inside || !graph.startsAgain()) {
        throw new SiteRefusedException(function, "its stack check does not lead back to its start");
      }
      return site(
          graph.at(found.branchAt()), true, "branch of the stack check (" + found.form() + ")");
    }
    if (graph.startsAgain()) {
      throw new SiteRefusedException(
          function, "begins with a stack check of unknown form, or with a loop");
    }
    return site(graph.at(0), false, "first instruction, no stack check");
  }

  /**
   * The places of which every run that returns passes exactly one, after all else that the function
   * calls. Runs that panic or end their goroutine pass none. Empty if the function never returns.
   */
  public List<Site> exits() throws SiteRefusedException {
    refuseUnknownFlow();
    List<Site> exits = new ArrayList<>();
    ExitFinder finder = new ExitFinder(graph);
    for (int ret : graph.reachable(Flow.RETURN)) {
      if (cost(ret) == Placement.CHEAP) {
        exits.add(site(ret, false, "return"));
        continue;
      }
      Optional<BitSet> points = finder.points(ret, this::isCheapEnd, this::isCall);
      if (points.isPresent()) {
        String why = "nothing but the return at +" + graph.instruction(ret).offset() + " follows";
        points.get().stream().forEach(i -> exits.add(site(i, false, why)));
      } else {
        exits.add(site(ret, false, "return; no cheaper point is passed by every path to it"));
      }
    }
    return List.copyOf(exits);
  }

  private boolean isCheapEnd(int i) {
    return !isCall(i) && cost(i) == Placement.CHEAP;
  }

  private boolean isCall(int i) {
    return graph.instruction(i).flow() == Flow.CALL;
  }

  private void refuseUnknownFlow() throws SiteRefusedException {
    refuseAny(graph.reachable(Flow.UNKNOWN), "has an unknown instruction");
    refuseAny(graph.reachable(Flow.INDIRECT), "jumps to where a register points");
    refuseAny(graph.leaving(), "leaves by a jump to another function");
    refuseAny(graph.torn(), "jumps into the middle of an instruction");
  }

  private void refuseAny(List<Integer> instructions, String what) throws SiteRefusedException {
    if (!instructions.isEmpty()) {
      Instruction first = graph.instruction(instructions.get(0));
      throw new SiteRefusedException(
          function, what + " at +" + first.offset() + " (" + first.text() + ")");
    }
  }

  private Placement cost(int i) {
    Instruction instruction = graph.instruction(i);
    return ProbeCost.of(arch, code, instruction.offset(), instruction.size());
  }

  private Site site(int i, boolean skipWhenBranchTaken, String why) {
    Instruction instruction = graph.instruction(i);
    return new Site(
        function.name(),
        function.address() + instruction.offset(),
        function.fileOffset() + instruction.offset(),
        cost(i),
        skipWhenBranchTaken,
        instruction.text(),
        why);
  }
}
