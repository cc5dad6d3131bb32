package io.graydiff.truth;

import io.graydiff.fixture.ExactProgram;
import io.graydiff.gobinary.GoBinary;
import io.graydiff.goruntime.GoLayouts;
import io.graydiff.goruntime.GoVersion;
import io.graydiff.goruntime.HeapCounters;
import io.graydiff.goruntime.Quantity;
import io.graydiff.goruntime.RuntimeCounters;
import io.graydiff.goruntime.RuntimeSnapshot;
import io.graydiff.goruntime.TimeDistribution;
import io.graydiff.goruntime.TimeHistogram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The counters that the runtime of a program keeps, held against what the program says. */
final class RuntimeFigures {
  private RuntimeFigures() {}

  /** What does not lie between two answers of the program itself. */
  static List<String> wrong(ExactProgram program) throws Exception {
    int pid = Math.toIntExact(program.pid());
    try (GoBinary binary = GoBinary.open(Path.of("/proc/" + pid + "/exe"))) {
      var layout = GoVersion.of(binary.buildInfo()).flatMap(v -> GoLayouts.of(v, binary.arch()));
      if (layout.isEmpty()) {
        return List.of("no layout for " + binary.buildInfo().goVersion());
      }
      RuntimeCounters counters = RuntimeCounters.of(binary, layout.get(), pid);
      Map<String, Long> least = program.figures();
      RuntimeSnapshot read = counters.snapshot();
      Map<String, Long> most = program.figures();
      return outside(least, figures(read), most);
    }
  }

  private static Map<String, Long> figures(RuntimeSnapshot read) {
    Map<String, Long> figures = new TreeMap<>();
    read.quantity(Quantity.GOROUTINES).get().ifPresent(n -> figures.put("goroutines", n));
    read.quantity(Quantity.GC_CYCLES_DONE).get().ifPresent(n -> figures.put("cycles", n));
    read.quantity(Quantity.GC_PAUSE_NANOS).get().ifPresent(n -> figures.put("pause", n));
    read.heap().get().ifPresent(heap -> addHeap(heap, figures));
    read.distribution(TimeDistribution.SCHEDULE_LATENCY)
        .get()
        .ifPresent(waits -> figures.put("waits", total(waits)));
    read.distribution(TimeDistribution.GC_PAUSE)
        .get()
        .ifPresent(pauses -> figures.put("pauses", total(pauses)));
    return figures;
  }

  private static long total(TimeHistogram histogram) {
    return IntStream.range(0, TimeHistogram.BUCKETS).mapToLong(histogram::count).sum();
  }

  private static void addHeap(HeapCounters heap, Map<String, Long> figures) {
    figures.put("mallocs", heap.allocatedObjects() + heap.tinyAllocations());
    figures.put("frees", heap.freedObjects() + heap.tinyAllocations());
    figures.put("bytes", heap.allocatedBytes());
  }

  private static List<String> outside(
      Map<String, Long> least, Map<String, Long> read, Map<String, Long> most) {
    List<String> wrong = new ArrayList<>();
    least.forEach(
        (name, from) -> {
          long to = most.getOrDefault(name, from);
          Long found = read.get(name);
          if (found == null || found < from || found > to) {
            wrong.add(name + ": read " + found + ", the program says " + from + " to " + to);
          }
        });
    return wrong;
  }
}
