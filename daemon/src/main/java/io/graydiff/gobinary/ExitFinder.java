package io.graydiff.gobinary;

import io.graydiff.gobinary.Instruction.Flow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Finds cheap points that stand for a RET: a set of instructions of which every run that ends at
 * this RET passes exactly one, and after which nothing but this RET can follow.
 *
 * <p>The instructions whose every continuation leads to the RET and to nothing else (no other RET,
 * no trap, no loop) form a region. Walking backward from the RET, each path must meet a point: a
 * cheap instruction in the region, or a branch that leads into it from outside, which counts only
 * for the runs that it sends there. A point that another one can reach would be passed together
 * with it; it is given up, and its paths are followed further back.
 */
final class ExitFinder {
  private final FlowGraph graph;
  private final Rule rule;

  /**
   * What may stand for a RET.
   *
   * @param cheap instructions that can be points
   * @param branch branches of which one way can be a point
   * @param last calls that can be points because their own ends can be probed
   * @param barrier instructions that must not lie between a point and the RET
   */
  record Rule(IntPredicate cheap, IntPredicate branch, IntPredicate last, IntPredicate barrier) {}

  /** A point: an instruction, and which of the ways through it. */
  record Point(int instruction, Way way) {
    /** Which runs through the instruction count. */
    enum Way {
      ANY,
      TAKEN,
      NOT_TAKEN,
      /** Any, but when the called function ends. */
      CALL
    }
  }

  ExitFinder(FlowGraph graph, Rule rule) {
    this.graph = graph;
    this.rule = rule;
  }

  /**
   * The points for this RET, or empty when there are none. Branches that count either way are
   * preferred, because then a run hits one of them and not several.
   */
  Optional<Set<Point>> points(int ret) {
    BitSet region = region(ret);
    return points(ret, region, region).or(() -> points(ret, region, new BitSet()));
  }

  /**
   * The points for this RET.
   *
   * @param whole branches here count either way
   */
  private Optional<Set<Point>> points(int ret, BitSet region, BitSet whole) {
    BitSet given = new BitSet();
    while (true) {
      Set<Point> points = new LinkedHashSet<>();
      if (!cover(ret, region, whole, given, points)) {
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

  private boolean cover(int ret, BitSet region, BitSet whole, BitSet given, Set<Point> points) {
    BitSet seen = new BitSet();
    Deque<Integer> open = new ArrayDeque<>();
    open.add(ret);
    while (!open.isEmpty()) {
      int i = open.remove();
      graph.step();
      if (seen.get(i)) {
        continue;
      }
      seen.set(i);
      if (!given.get(i) && rule.cheap().test(i)) {
        points.add(new Point(i, Point.Way.ANY));
      } else if (!given.get(i) && rule.last().test(i)) {
        points.add(new Point(i, Point.Way.CALL));
      } else if (rule.barrier().test(i) || graph.isWayIn(i)) {
        return false;
      } else {
        for (int before : graph.predecessors(i)) {
          if (!whole.get(before) && rule.branch().test(before) && isBranchOnce(before)) {
            points.add(new Point(before, wayTo(before, i)));
          } else if (region.get(before)) {
            open.add(before);
          } else {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** A branch in a loop would be hit once a round. */
  private boolean isBranchOnce(int i) {
    return graph.instruction(i).flow() == Flow.BRANCH
        && graph.isClosed(i)
        && graph.successors(i).size() == 2
        && !graph.isInLoop(i);
  }

  private Point.Way wayTo(int branch, int next) {
    return next == branch + 1 ? Point.Way.NOT_TAKEN : Point.Way.TAKEN;
  }

  /** Those instructions with points that can be reached from another point. */
  private BitSet followers(Set<Point> points) {
    BitSet found = new BitSet();
    BitSet seen = new BitSet();
    BitSet whole = new BitSet();
    Deque<Integer> open = new ArrayDeque<>();
    for (Point point : points) {
      open.addAll(after(point));
      if (point.way() == Point.Way.ANY || point.way() == Point.Way.CALL) {
        whole.set(point.instruction());
      }
    }
    while (!open.isEmpty()) {
      int i = open.remove();
      graph.step();
      if (!seen.get(i)) {
        seen.set(i);
        if (whole.get(i)) {
          found.set(i);
        }
        open.addAll(graph.successors(i));
      }
    }
    return found;
  }

  /** What can come right after a point. */
  private List<Integer> after(Point point) {
    int i = point.instruction();
    List<Integer> next = new ArrayList<>(graph.successors(i));
    if (point.way() == Point.Way.TAKEN) {
      next.remove((Integer) (i + 1));
    } else if (point.way() == Point.Way.NOT_TAKEN) {
      next = List.of(i + 1);
    }
    return next;
  }
}
