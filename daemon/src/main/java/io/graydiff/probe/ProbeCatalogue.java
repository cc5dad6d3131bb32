package io.graydiff.probe;

import static io.graydiff.probe.Step.Need.ANY;
import static io.graydiff.probe.Step.Need.FIRST;
import static io.graydiff.probe.Step.Need.OPTIONAL;
import static io.graydiff.probe.Step.Where.ENTRY;
import static io.graydiff.probe.Step.Where.EXITS;

import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;
import io.graydiff.signal.Signal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which functions serve which signal; {@link HttpRecipes} has those of net/http. Decided by the
 * functions that a binary has, not by its version: experiments and back-ports move functions
 * between versions.
 */
final class ProbeCatalogue {
  private static final int OLDEST_WITH_STOP_REASONS = 21;

  /** In every Go version (sizeclasses.go). */
  private static final int SIZE_CLASSES = 68;

  /**
   * Since Go 1.27 compiled code calls allocators of one size class directly, past mallocgc; the
   * experiment of Go 1.26 has more of them. Each allocation then passes exactly one of these.
   */
  private static final List<String> SPECIALISED_ALLOCATORS =
      Stream.of("TinySize", "TinySC", "SmallNoScanSC", "SmallScanNoHeaderSC")
          .flatMap(
              kind -> IntStream.range(1, SIZE_CLASSES).mapToObj(i -> "runtime.mallocgc" + kind + i))
          .toList();

  private static final List<String> OTHER_ALLOCATORS =
      List.of(
          "runtime.mallocgcTiny",
          "runtime.mallocgcSmallNoscan",
          "runtime.mallocgcSmallScanNoHeader",
          "runtime.mallocgcSmallScanHeader",
          "runtime.mallocgcLarge");

  /** Methods of sync.Map that do the work; the others (Store since 1.20, Delete) call these. */
  private static final List<String> SYNCMAP_METHODS =
      List.of(
          "Load",
          "LoadOrStore",
          "LoadAndDelete",
          "Swap",
          "CompareAndSwap",
          "CompareAndDelete",
          "Range",
          "Clear");

  /**
   * With these functions, where they are called at all, the allocator ends: a collection that is
   * due begins, hooks for debugging run, or the slow way is taken. Nothing that the allocator calls
   * before calls them.
   */
  static final Set<String> CALLED_LAST =
      Set.of(
          "runtime.gcStart",
          "runtime.postMallocgcDebug",
          "runtime.mallocgcTinySlowPath",
          "runtime.mallocgcSmallNoScanSlowPath",
          "runtime.mallocgcSmallScanSlowPath");

  private ProbeCatalogue() {}

  /**
   * The steps of every signal that probes can measure in this binary.
   *
   * @param inlining of the functions that {@link #functions} names
   */
  static Map<Signal, List<Step>> recipes(GoBinary binary, Inlining inlining)
      throws GoBinaryException {
    Map<Signal, List<Step>> recipes = new EnumMap<>(Signal.class);
    recipes.putAll(HttpRecipes.of(inlining));
    recipes.put(
        Signal.GRPC_REQUEST_LATENCY,
        span(
            "grpc",
            ProbeKind.GRPC,
            FIRST,
            List.of("google.golang.org/grpc.(*Server).handleStream")));
    List<String> allocators = allocators(binary);
    recipes.put(
        Signal.ALLOC_SIZE,
        List.of(new Step("alloc_size", ProbeKind.ALLOC_SIZE, ENTRY, ANY, allocators)));
    recipes.put(
        Signal.ALLOC_LATENCY, span("alloc_latency", ProbeKind.ALLOC_LATENCY, ANY, allocators));
    recipes.put(Signal.PARK_LATENCY, parks(inlining));
    recipes.put(Signal.SCHEDULE_LATENCY, List.of(execute()));
    recipes.put(Signal.GC_PAUSE, pauses(binary));
    recipes.put(Signal.GC_CYCLE_DURATION, cycles());
    recipes.put(Signal.GC_CYCLES, cycles());
    recipes.put(
        Signal.GC_ASSIST_LATENCY,
        span("gc_assist", ProbeKind.GC_ASSIST, FIRST, List.of("runtime.gcAssistAlloc")));
    recipes.put(Signal.LOCK_WAIT, locks(binary));
    List<Step> handshakes =
        span("tls_handshake", ProbeKind.TLS, FIRST, List.of("crypto/tls.(*Conn).serverHandshake"));
    recipes.put(Signal.TLS_HANDSHAKE_LATENCY, handshakes);
    recipes.put(Signal.TLS_HANDSHAKES_STARTED, handshakes);
    recipes.put(Signal.TLS_HANDSHAKES_FINISHED, handshakes);
    counts(recipes);
    recipes.put(Signal.STACK_SIZE, recipes.getOrDefault(Signal.STACK_GROWTHS, List.of()));
    recipes.put(Signal.SYNCMAP_OPERATIONS, syncMaps(binary));
    recipes.put(
        Signal.CONTEXTS_CANCELLED,
        List.of(
            timerContexts(OPTIONAL),
            new Step(
                "context_ended",
                ProbeKind.CONTEXT,
                ENTRY,
                FIRST,
                List.of("context.(*cancelCtx).cancel"))));
    recipes.put(Signal.CONTEXTS_TIMED_OUT, List.of(timerContexts(FIRST)));
    return recipes;
  }

  /** All functions that a recipe may take, whatever is inlined into what. */
  static Set<String> functions(GoBinary binary) throws GoBinaryException {
    Set<String> names = new HashSet<>();
    for (Inlining inlining : List.of(Inlining.NONE, Inlining.ALL_THAT_MATTERS)) {
      for (List<Step> steps : recipes(binary, inlining).values()) {
        steps.forEach(step -> names.addAll(step.functions()));
      }
    }
    return names;
  }

  private static void counts(Map<Signal, List<Step>> recipes) {
    count(
        recipes,
        Signal.GOROUTINE_CREATED,
        "goroutine_created",
        ProbeKind.GOROUTINE,
        "runtime.newproc1");
    // gdestroy came with 1.22, for goroutines that end without goexit0.
    count(
        recipes,
        Signal.GOROUTINE_EXITED,
        "goroutine_exited",
        ProbeKind.GOROUTINE,
        "runtime.gdestroy",
        "runtime.goexit0");
    recipes.put(Signal.PANICS, panics());
    count(recipes, Signal.GOEXITS, "goexit", ProbeKind.FAILURE, "runtime.Goexit");
    // What the program is to blame for, such as concurrent map writes, is fatal since Go 1.19.
    List<String> ends = List.of("runtime.throw", "runtime.fatal");
    recipes.put(Signal.THROWS, List.of(new Step("throw", ProbeKind.FAILURE, ENTRY, ANY, ends)));
    count(recipes, Signal.STACK_GROWTHS, "stack_copied", ProbeKind.STACK, "runtime.copystack");
    count(
        recipes,
        Signal.TIMERS_STARTED,
        "timer_started",
        ProbeKind.TIMER,
        "time.newTimer",
        "time.startTimer");
    count(recipes, Signal.TIMERS_STOPPED, "timer_stopped", ProbeKind.TIMER, "time.stopTimer");
    count(recipes, Signal.SLICE_GROWTHS, "slice_grown", ProbeKind.SLICE, "runtime.growslice");
    count(recipes, Signal.THREADS_WOKEN, "thread_woken", ProbeKind.THREAD, "runtime.startm");
  }

  private static Step timerContexts(Step.Need need) {
    return new Step(
        "timer_context_ended",
        ProbeKind.CONTEXT,
        ENTRY,
        need,
        List.of("context.(*timerCtx).cancel"));
  }

  private static List<Step> panics() {
    return List.of(
        new Step("panic", ProbeKind.FAILURE, ENTRY, FIRST, List.of("runtime.gopanic")),
        new Step("panic_ends", ProbeKind.FAILURE, ENTRY, OPTIONAL, List.of("runtime.fatalpanic")));
  }

  /** The methods moved to a generic map in Go 1.24, of which sync.Map is then a thin cover. */
  private static List<Step> syncMaps(GoBinary binary) throws GoBinaryException {
    String old = "sync.(*Map).";
    String generic = "internal/sync.(*HashTrieMap[go.shape.interface {},go.shape.interface {}]).";
    List<String> functions = new ArrayList<>();
    SYNCMAP_METHODS.forEach(method -> functions.add(generic + method));
    if (!hasAny(binary, functions)) {
      functions.clear();
      SYNCMAP_METHODS.forEach(method -> functions.add(old + method));
      if (binary.function(old + "Swap").isEmpty()) {
        functions.add(old + "Store");
      }
    }
    return List.of(new Step("syncmap_operation", ProbeKind.SYNCMAP, ENTRY, ANY, functions));
  }

  /**
   * The slow path of sync.Mutex, and the semaphores of sync.RWMutex, which had functions of their
   * own from Go 1.20 on.
   */
  private static List<Step> locks(GoBinary binary) throws GoBinaryException {
    List<String> own = List.of("sync.runtime_SemacquireRWMutexR", "sync.runtime_SemacquireRWMutex");
    boolean shared = !hasAny(binary, own);
    List<Step> steps =
        new ArrayList<>(
            span(
                "lock_wait",
                ProbeKind.LOCK,
                FIRST,
                List.of("internal/sync.(*Mutex).lockSlow", "sync.(*Mutex).lockSlow")));
    steps.addAll(
        span(
            "rwlock_wait",
            ProbeKind.LOCK,
            OPTIONAL,
            shared ? List.of("sync.runtime_SemacquireMutex") : own));
    return steps;
  }

  private static void count(
      Map<Signal, List<Step>> recipes,
      Signal signal,
      String program,
      ProbeKind kind,
      String... functions) {
    recipes.put(signal, List.of(new Step(program, kind, ENTRY, FIRST, List.of(functions))));
  }

  private static List<String> allocators(GoBinary binary) throws GoBinaryException {
    return hasAny(binary, SPECIALISED_ALLOCATORS)
        ? Stream.concat(SPECIALISED_ALLOCATORS.stream(), OTHER_ALLOCATORS.stream()).toList()
        : List.of("runtime.mallocgc");
  }

  private static boolean hasAny(GoBinary binary, List<String> functions) throws GoBinaryException {
    for (String name : functions) {
      if (binary.function(name).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /**
   * A profile-guided build may inline gopark into its callers; park_m, which every park passes on
   * the system stack, is called through a function value and never inlined.
   */
  private static List<Step> parks(Inlining inlining) {
    boolean inlined = !inlining.into(Inlining.GOPARK).isEmpty();
    Step begin =
        inlined
            ? new Step("park_m_begin", ProbeKind.PARK, ENTRY, FIRST, List.of("runtime.park_m"))
            : new Step("park_begin", ProbeKind.PARK, ENTRY, FIRST, List.of(Inlining.GOPARK));
    return List.of(begin, execute());
  }

  private static Step execute() {
    return new Step("execute", ProbeKind.EXECUTE, ENTRY, FIRST, List.of("runtime.execute"));
  }

  /**
   * forEachPInternal came with 1.22, together with the start time that is an argument here. Before,
   * a pause is the time between two functions; its reason came as an argument with 1.21, and is
   * told before that from the collection that begins or ends meanwhile.
   */
  private static List<Step> pauses(GoBinary binary) throws GoBinaryException {
    String restart = "runtime.startTheWorldWithSema";
    if (binary.function("runtime.forEachPInternal").isPresent()) {
      return List.of(new Step("world_started", ProbeKind.GC, ENTRY, FIRST, List.of(restart)));
    }
    boolean reasonIsArgument = binary.buildInfo().minorVersion() >= OLDEST_WITH_STOP_REASONS;
    List<Step> steps = new ArrayList<>();
    steps.add(
        new Step(
            reasonIsArgument ? "world_stopped_for" : "world_stopped",
            ProbeKind.GC,
            ENTRY,
            FIRST,
            List.of("runtime.stopTheWorldWithSema")));
    steps.add(new Step("world_restarted", ProbeKind.GC, ENTRY, FIRST, List.of(restart)));
    steps.addAll(cycles());
    return steps;
  }

  private static List<Step> cycles() {
    return List.of(
        new Step(
            "gc_cycle_begin",
            ProbeKind.GC,
            ENTRY,
            FIRST,
            List.of("runtime.(*gcControllerState).startCycle")),
        new Step("gc_cycle_end", ProbeKind.GC, ENTRY, FIRST, List.of("runtime.gcMarkTermination")));
  }

  private static List<Step> span(
      String program, ProbeKind kind, Step.Need need, List<String> functions) {
    return List.of(
        new Step(program + "_begin", kind, ENTRY, need, functions),
        new Step(program + "_end", kind, EXITS, need, functions));
  }
}
