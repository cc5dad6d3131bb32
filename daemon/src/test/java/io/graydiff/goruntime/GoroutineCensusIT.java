package io.graydiff.goruntime;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.GoBuild;
import io.graydiff.fixture.GoBuild.Form;
import io.graydiff.fixture.GoBuilder;
import io.graydiff.gobinary.Arch;
import io.graydiff.gobinary.FunctionNames;
import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The census held against what the program knows of its goroutines. */
class GoroutineCensusIT {
  private static final int PARKED = 321;

  record Subject(String version, Form form) {}

  static Stream<Subject> subjects() {
    List<String> versions =
        "full".equals(System.getProperty("graydiff.matrix"))
            ? List.of("1.19", "1.21", "1.22", "1.23", "1.24", "1.25", "1.26", "1.27")
            : List.of("1.19", "1.23", "1.27");
    return versions.stream()
        .flatMap(
            version ->
                Stream.of(Form.DEFAULT, Form.PIE_STRIPPED).map(form -> new Subject(version, form)));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aRestingProgramIsCountedExactly(Subject subject) throws Exception {
    AtomicLong now = new AtomicLong(1);
    try (CounterProgram program =
            CounterProgram.start(
                GoBuilder.build(
                    "runtimecounters",
                    new GoBuild(subject.version(), Arch.AMD64, subject.form())));
        Program read = Program.of(program.pid(), now)) {
      program.tell("gc");
      long before = read.ours(read.census.take());
      assertThat(before).isEqualTo(program.truth().goroutines());

      program.tell("park " + PARKED);
      awaitParked(read);
      Goroutines goroutines = read.census.take();
      assertThat(goroutines.stride()).isEqualTo(1);
      assertThat(read.ours(goroutines)).isEqualTo(before + PARKED);
      Goroutines.Group parked = read.parked(goroutines);
      assertThat(parked.count()).isEqualTo(PARKED);
      assertThat(read.creator(parked)).isEqualTo("main.main");
      assertThat(parked.blocked()).isZero();

      now.addAndGet(GoroutineCensus.BLOCKED_NANOS);
      Goroutines.Group old = read.parked(read.census.take());
      assertThat(old.blocked()).isEqualTo(PARKED);
      assertThat(old.stuck()).isEqualTo(PARKED);
      assertThat(read.parked(read.census.take()).stuck()).as("counted once").isZero();
      assertThat(old.oldestNanos()).isGreaterThanOrEqualTo(GoroutineCensus.BLOCKED_NANOS);

      program.tell("release 300");
      program.tell("park 300");
      awaitParked(read);
      Goroutines.Group renewed = read.parked(read.census.take());
      assertThat(renewed.count()).isEqualTo(PARKED);
      assertThat(renewed.blocked()).as("those that were never released").isEqualTo(PARKED - 300);
    }
  }

  /** Goroutines that were told to park do so soon. */
  private static void awaitParked(Program read) throws Exception {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (read.parked(read.census.take()).count() < PARKED) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  /** A running program, read from outside. */
  private record Program(FunctionNames names, long bias, GoroutineCensus census)
      implements AutoCloseable {
    static Program of(int pid, AtomicLong clock) throws Exception {
      Path exe = Path.of("/proc/" + pid + "/exe");
      try (GoBinary binary = GoBinary.open(exe)) {
        RuntimeCounters counters = RuntimeCounters.of(binary, VariableFinderIT.layout(binary), pid);
        return new Program(
            FunctionNames.open(exe), LoadBias.of(binary, pid), awaitCensus(counters, clock));
      }
    }

    /** A program that has only just begun has no list of goroutines yet. */
    private static GoroutineCensus awaitCensus(RuntimeCounters counters, AtomicLong clock)
        throws Exception {
      long deadline = System.nanoTime() + 10_000_000_000L;
      for (var census = counters.census(clock::get); ; census = counters.census(clock::get)) {
        if (census.isPresent()) {
          return census.get();
        }
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
    }

    /** All but the runtime's own. */
    long ours(Goroutines goroutines) throws GoBinaryException {
      long count = 0;
      for (Goroutines.Group group : goroutines.groups()) {
        count += isRuntimesOwn(group) ? 0 : group.count();
      }
      return count;
    }

    private boolean isRuntimesOwn(Goroutines.Group group) throws GoBinaryException {
      List<String> start = names.at(group.start() - bias);
      assertThat(start).isNotEmpty();
      return Goroutines.isRuntimesOwn(start.get(start.size() - 1));
    }

    Goroutines.Group parked(Goroutines goroutines) {
      return goroutines.groups().stream()
          .filter(group -> group.state().equals("chan receive") && group.count() > 1)
          .findFirst()
          .orElse(new Goroutines.Group(0, 0, "", 0, 0, 0, 0));
    }

    String creator(Goroutines.Group group) throws GoBinaryException {
      return names.at(group.creator() - 1 - bias).get(0);
    }

    @Override
    public void close() {
      names.close();
    }
  }
}
