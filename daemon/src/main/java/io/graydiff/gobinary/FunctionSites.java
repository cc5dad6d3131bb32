package io.graydiff.gobinary;

import io.graydiff.gobinary.Instruction.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  private FunctionSites(Arch arch, Function function, byte[] code, FlowGraph graph) {
    this.arch = arch;
    this.function = function;
    this.code = code;
    this.graph = graph;
  }

  /**
   * Reads and decodes a function.
   *
   * @throws SiteRefusedException when it is empty, larger than 64 KiB, or no whole instructions
   */
  public static FunctionSites of(GoBinary binary, Function function)
      throws GoBinaryException, SiteRefusedException {
    boolean whole = binary.arch() == Arch.AMD64 || function.size() % Integer.BYTES == 0;
    if (function.size() <= 0 || function.size() > CODE_LIMIT || !whole) {
      throw new SiteRefusedException(
          function, "has " + function.size() + " bytes, which cannot be analysed");
    }
    binary.elf().bytes().allowReads();
    byte[] code = binary.elf().bytes().bytes(function.fileOffset(), (int) function.size());
    int index = binary.table().indexAt(function.address());
    long resume = index < 0 ? 0 : binary.table().deferReturn(index);
    return of(binary.arch(), function, code, resume, Surroundings.of(binary));
  }

  /**
   * Decodes a function's code.
   *
   * @param resume where a recovered panic resumes, as an offset, or 0
   */
  static FunctionSites of(
      Arch arch, Function function, byte[] code, long resume, Surroundings surroundings)
      throws GoBinaryException {
    List<Instruction> instructions = new ArrayList<>();
    for (Instruction i : Disassembler.decode(arch, function.address(), code)) {
      instructions.add(i.flow() == Flow.CALL ? withCallee(surroundings, function, i) : i);
    }
    FlowGraph graph =
        FlowGraph.of(
            instructions, code.length, resume, JumpTables.of(instructions, function, surroundings));
    return new FunctionSites(arch, function, code, graph);
  }

  private static Instruction withCallee(
      Surroundings surroundings, Function function, Instruction call) throws GoBinaryException {
    Optional<String> callee = surroundings.functionAt(function.address() + call.target());
    String mnemonic = call.text().substring(0, (call.text() + " ").indexOf(' '));
    return callee.isEmpty() ? call : call.withText(mnemonic + " " + callee.get());
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
          graph.at(found.branchAt()),
          true,
          Optional.empty(),
          "branch of the stack check (" + found.form() + ")");
    }
    if (graph.startsAgain()) {
      throw new SiteRefusedException(
          function, "begins with a stack check of unknown form, or with a loop");
    }
    return site(graph.at(0), false, Optional.empty(), "first instruction, no stack check");
  }

  /** As {@link #exits(ExitChoice)}, without conditions and without ends of other functions. */
  public List<Site> exits() throws SiteRefusedException {
    return exits(ExitChoice.UNCONDITIONAL).sites();
  }

  /**
   * The places of which every run that returns passes exactly one, after all else that the function
   * calls. Runs that panic or end their goroutine pass none. Empty if the function never returns.
   */
  public Exits exits(ExitChoice choice) throws SiteRefusedException {
    refuseUnknownFlow();
    try {
      Exits exits = new ExitPlanner(this, choice).plan();
      Set<String> notLast = choice.notOnlyLast(exits, this::callsOf);
      return notLast.isEmpty() ? exits : new ExitPlanner(this, choice.without(notLast)).plan();
    } catch (FlowGraph.TangledException e) {
      throw new SiteRefusedException(function, "branches in too many ways to be analysed");
    }
  }

  /** Every RET that can be reached: there the results are where the caller will find them. */
  public List<Site> returns() throws SiteRefusedException {
    refuseUnknownFlow();
    List<Site> returns = new ArrayList<>();
    for (int ret : graph.reachable(Flow.RETURN)) {
      returns.add(exit(ret, Optional.empty(), "return, with the results"));
    }
    return List.copyOf(returns);
  }

  /** How many reachable calls of a function there are. */
  private long callsOf(String callee) {
    return graph.reachable(Flow.CALL).stream().filter(i -> callee(i).equals(callee)).count();
  }

  /** The name of the function that an instruction calls; empty if it is none or not known. */
  String callee(int i) {
    Instruction instruction = graph.instruction(i);
    String text = instruction.text();
    return instruction.flow() == Flow.CALL ? text.substring(text.indexOf(' ') + 1) : "";
  }

  private void refuseUnknownFlow() throws SiteRefusedException {
    refuseAny(graph.reachable(Flow.UNKNOWN), "has an unknown instruction");
    refuseAny(graph.unresolved(), "jumps to where a register points");
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

  FlowGraph graph() {
    return graph;
  }

  /** The condition on which the branch is taken; empty for other instructions and on arm64. */
  Optional<BranchCondition> condition(int i) {
    return arch == Arch.AMD64
        ? BranchCondition.of(code, graph.instruction(i).offset())
        : Optional.empty();
  }

  Placement cost(int i) {
    Instruction instruction = graph.instruction(i);
    return ProbeCost.of(arch, code, instruction.offset(), instruction.size());
  }

  /** A site that counts whenever it is passed, or only on a condition. */
  Site exit(int i, Optional<BranchCondition> onlyIf, String why) {
    return site(i, false, onlyIf, why);
  }

  private Site site(
      int i, boolean skipWhenBranchTaken, Optional<BranchCondition> onlyIf, String why) {
    Instruction instruction = graph.instruction(i);
    return new Site(
        function.name(),
        function.address() + instruction.offset(),
        function.fileOffset() + instruction.offset(),
        cost(i),
        skipWhenBranchTaken,
        onlyIf,
        instruction.text(),
        why);
  }
}
