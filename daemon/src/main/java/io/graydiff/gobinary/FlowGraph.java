package io.graydiff.gobinary;

import io.graydiff.gobinary.Instruction.Flow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The flow of control between the instructions of one function: successors, predecessors, and what
 * can be reached from the ways in. There are two ways in: the entry, and the call of deferreturn at
 * which a recovered panic resumes. The last instruction has no next one: where it is a call, or the
 * padding behind a call, that call does not return.
 */
final class FlowGraph {
  /** Some hundred times what the largest function of the catalogue takes. */
  private static final int STEPS = 1 << 22;

  private final List<Instruction> instructions;
  private final Map<Integer, List<Long>> jumpTables;
  private final int[] indexByOffset;
  private final List<List<Integer>> successors = new ArrayList<>();
  private final List<List<Integer>> predecessors = new ArrayList<>();
  private final BitSet waysIn = new BitSet();
  private final BitSet reachable = new BitSet();
  private final BitSet leaving = new BitSet();
  private final List<Integer> torn = new ArrayList<>();
  private int stepsLeft = STEPS;

  private FlowGraph(
      List<Instruction> instructions, int codeBytes, Map<Integer, List<Long>> jumpTables) {
    this.instructions = instructions;
    this.jumpTables = jumpTables;
    indexByOffset = new int[codeBytes];
    Arrays.fill(indexByOffset, -1);
    for (int i = 0; i < instructions.size(); i++) {
      indexByOffset[instructions.get(i).offset()] = i;
      successors.add(new ArrayList<>(2));
      predecessors.add(new ArrayList<>(2));
    }
  }

  /**
   * Builds the graph.
   *
   * @param codeBytes size of the function
   * @param resumeOffset where a recovered panic resumes, or 0
   * @param jumpTables for indirect jumps, by index, the offsets to which they can go
   */
  static FlowGraph of(
      List<Instruction> instructions,
      int codeBytes,
      long resumeOffset,
      Map<Integer, List<Long>> jumpTables) {
    FlowGraph graph = new FlowGraph(instructions, codeBytes, jumpTables);
    graph.connect();
    graph.enter(0);
    if (resumeOffset > 0) {
      graph.enter(resumeOffset);
    }
    graph.reach();
    return graph;
  }

  private void connect() {
    for (int i = 0; i < instructions.size(); i++) {
      Instruction instruction = instructions.get(i);
      Flow flow = instruction.flow();
      if (flow == Flow.JUMP || flow == Flow.BRANCH) {
        connectTarget(i, instruction.target());
      }
      for (long target : jumpTables.getOrDefault(i, List.of())) {
        connectTarget(i, target);
      }
      boolean continues = flow == Flow.NEXT || flow == Flow.CALL || flow == Flow.BRANCH;
      if (continues) {
        if (i + 1 < instructions.size()) {
          link(i, i + 1);
        }
      }
    }
  }

  private void connectTarget(int from, long target) {
    if (target < 0 || target >= indexByOffset.length) {
      leaving.set(from);
    } else if (indexByOffset[(int) target] < 0) {
      torn.add(from);
    } else {
      link(from, indexByOffset[(int) target]);
    }
  }

  private void link(int from, int to) {
    if (!successors.get(from).contains(to)) {
      successors.get(from).add(to);
      predecessors.get(to).add(from);
    }
  }

  private void enter(long offset) {
    if (offset < indexByOffset.length && indexByOffset[(int) offset] >= 0) {
      waysIn.set(indexByOffset[(int) offset]);
    }
  }

  private void reach() {
    Deque<Integer> open = new ArrayDeque<>();
    waysIn.stream().forEach(open::add);
    while (!open.isEmpty()) {
      int i = open.remove();
      if (!reachable.get(i)) {
        reachable.set(i);
        open.addAll(successors.get(i));
      }
    }
  }

  /**
   * Counts a step from an instruction to another. The searches are quadratic at worst, which in
   * code made for it would take minutes.
   */
  void step() {
    if (--stepsLeft < 0) {
      throw new TangledException();
    }
  }

  /** The searches in this graph took more steps than any compiled function needs. */
  static final class TangledException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  int size() {
    return instructions.size();
  }

  Instruction instruction(int i) {
    return instructions.get(i);
  }

  /** The instruction that begins at this offset, which must exist. */
  int at(int offset) {
    return indexByOffset[offset];
  }

  /** Whether all that can follow this instruction is among its successors. */
  boolean isClosed(int i) {
    return i + 1 < instructions.size() && !leaving.get(i);
  }

  List<Integer> successors(int i) {
    return successors.get(i);
  }

  /** Reachable predecessors: others never run. */
  List<Integer> predecessors(int i) {
    step();
    return predecessors.get(i).stream().filter(reachable::get).toList();
  }

  /** All instructions from the first one on that a run can pass before it comes to the last one. */
  List<Integer> between(int first, int last) {
    BitSet seen = new BitSet();
    Deque<Integer> open = new ArrayDeque<>(List.of(first));
    while (!open.isEmpty()) {
      int i = open.remove();
      step();
      if (i != last && !seen.get(i)) {
        seen.set(i);
        open.addAll(successors.get(i));
      }
    }
    return seen.stream().boxed().toList();
  }

  boolean isWayIn(int i) {
    return waysIn.get(i);
  }

  /** Whether a run can come by here again without beginning anew. */
  boolean isInLoop(int i) {
    BitSet seen = new BitSet();
    seen.set(0);
    Deque<Integer> open = new ArrayDeque<>(successors.get(i));
    while (!open.isEmpty()) {
      int at = open.remove();
      step();
      if (at == i) {
        return true;
      }
      if (!seen.get(at)) {
        seen.set(at);
        open.addAll(successors.get(at));
      }
    }
    return false;
  }

  /** Reachable instructions of this flow, in the order of addresses. */
  List<Integer> reachable(Flow flow) {
    return reachable.stream().filter(i -> instructions.get(i).flow() == flow).boxed().toList();
  }

  /** Reachable instructions after which control is outside of the function. */
  List<Integer> leaving() {
    return leaving.stream().filter(reachable::get).boxed().toList();
  }

  /** Reachable jumps to places that are not known. */
  List<Integer> unresolved() {
    return reachable(Flow.INDIRECT).stream().filter(i -> !jumpTables.containsKey(i)).toList();
  }

  /** Reachable jumps to the middle of an instruction. */
  List<Integer> torn() {
    return torn.stream().filter(reachable::get).toList();
  }

  /** Whether a reachable instruction jumps to the entry, as stack checks do. */
  boolean startsAgain() {
    return !predecessors(0).isEmpty();
  }
}
