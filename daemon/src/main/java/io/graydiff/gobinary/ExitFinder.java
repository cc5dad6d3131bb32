package io.graydiff.gobinary;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Finds cheap points that stand for a RET: a set of instructions of which every run that ends at
 * this RET passes exactly one, and after which nothing but this RET can follow.
 *
 * <p>The instructions whose every continuation leads to the RET and to nothing else (no other RET,
 * no trap, no loop) form a region. Walking backward from the RET, each path must meet a cheap
 * instruction before it leaves the region. A point that another one can reach would be passed
 * together with it; it is given up, and its paths are followed further back.
 */
final class ExitFinder {
  private final FlowGraph graph;

  ExitFinder(FlowGraph graph) {
    this.graph = graph;
  }

  /**
   * The points for this RET, or empty when there are none.
   *
   * @param cheap which instructions can be points
   * @param barrier which instructions must not lie between a point and the RET
   */
  Optional<BitSet> points(int ret, IntPredicate cheap, IntPredicate barrier) {
    BitSet region = region(ret);
    BitSet given = new BitSet();
    while (true) {
      BitSet points = new BitSet();
      if (!cover(ret, region, i -> cheap.test(i) && !given.get(i), barrier, points)) {
        return Optional.empty();
      }
      BitSet passedTwice = followers(points);
      if (passedTwice.isEmpty()) {
        return Optional.of(points);
      }
      given.or(passedTwice);
    }
  }

  private BitSet region(int ret) {
    BitSet region = new BitSet();
    Deque<Integer> open = new ArrayDeque<>();
    region.set(ret);
    open.add(ret);
    while (!open.isEmpty()) {
      for (int before : graph.predecessors(open.remove())) {
        List<Integer> next = graph.successors(before);
        if (!region.get(before) && leadsOnlyTo(region, before, next)) {
          region.set(before);
          open.add(before);
        }
      }
    }
    return region;
  }

  private boolean leadsOnlyTo(BitSet region, int from, List<Integer> next) {
    return graph.isClosed(from) && next.stream().allMatch(region::get);
  }

  private boolean cover(
      int ret, BitSet region, IntPredicate cheap, IntPredicate barrier, BitSet points) {
    BitSet seen = new BitSet();
    Deque<Integer> open = new ArrayDeque<>();
    open.add(ret);
    while (!open.isEmpty()) {
      int i = open.remove();
      if (seen.get(i)) {
        continue;
      }
      seen.set(i);
      if (cheap.test(i)) {
        points.set(i);
        continue;
      }
      List<Integer> before = graph.predecessors(i);
      if (barrier.test(i) || graph.isWayIn(i) || !before.stream().allMatch(region::get)) {
        return false;
      }
      open.addAll(before);
    }
    return true;
  }

  /** Those points that can be reached from another one. */
  private BitSet followers(BitSet points) {
    BitSet found = new BitSet();
    BitSet seen = new BitSet();
    Deque<Integer> open = new ArrayDeque<>();
    points.stream().forEach(p -> open.addAll(graph.successors(p)));
    while (!open.isEmpty()) {
      int i = open.remove();
      if (!seen.get(i)) {
        seen.set(i);
        if (points.get(i)) {
          found.set(i);
        }
        open.addAll(graph.successors(i));
      }
    }
    return found;
  }
}
