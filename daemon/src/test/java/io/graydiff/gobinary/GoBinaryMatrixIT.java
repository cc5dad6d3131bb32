package io.graydiff.gobinary;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.GoBuild;
import io.graydiff.fixture.GoBuild.Form;
import io.graydiff.fixture.GoBuilder;
import io.graydiff.gobinary.Instruction.Flow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs as the Go versions of five years build them, against what their symbol tables and debug
 * information say. A normal run takes a slice; {@code -Dgraydiff.versions=all -Dgraydiff.forms=all}
 * takes everything, lists such as {@code 1.21,1.26} and {@code PGO,RACE} parts of it.
 */
class GoBinaryMatrixIT {
  private static final List<String> VERSIONS =
      List.of("1.19", "1.21", "1.22", "1.23", "1.24", "1.25", "1.26", "1.27");
  private static final String VERSION_SLICE = "1.19,1.22,1.23,1.27";
  private static final String FORM_SLICE = "DEFAULT,PIE_STRIPPED,CGO_EXTERNAL";
  private static final List<String> PROBED =
      List.of(
          "runtime.mallocgc",
          "runtime.gopark",
          "runtime.ready",
          "runtime.execute",
          "runtime.newproc1",
          "runtime.casgstatus",
          "runtime.gopanic",
          "runtime.stopTheWorldWithSema",
          "runtime.startTheWorldWithSema",
          "runtime.gcMarkTermination",
          "runtime.gcAssistAlloc",
          "runtime.selectgo",
          "net/http.(*conn).serve",
          "net/http.(*conn).readRequest",
          "net/http.(*response).finishRequest",
          "net/http.serverHandler.ServeHTTP",
          "crypto/tls.(*Conn).serverHandshake",
          "context.(*cancelCtx).cancel");
  private static final ExitChoice CONDITIONAL =
      new ExitChoice(true, Set.of("runtime.gcStart", "runtime.mallocgcTinySlowPath"));
  private static final int WALKS = 12;
  private static final int WALK_LIMIT = 4_000;

  static Stream<GoBuild> builds() {
    Predicate<String> versions = chosen("graydiff.versions", VERSION_SLICE);
    Predicate<String> forms = chosen("graydiff.forms", FORM_SLICE);
    List<GoBuild> builds = new ArrayList<>();
    for (String version : VERSIONS) {
      for (Arch arch : Arch.values()) {
        for (Form form : Form.values()) {
          if (versions.test(version) && forms.test(form.name())) {
            builds.add(new GoBuild(version, arch, form));
          }
        }
      }
    }
    return builds.stream().filter(GoBuild::exists);
  }

  private static Predicate<String> chosen(String property, String slice) {
    String list = System.getProperty(property, slice);
    return list.equals("all") ? any -> true : Set.of(list.split(",", -1))::contains;
  }

  @ParameterizedTest
  @MethodSource("builds")
  void readsTheBuildInformation(GoBuild build) throws Exception {
    try (GoBinary binary = GoBinary.open(GoBuilder.build("subject", build))) {
      assertThat(binary.buildInfo().goVersion()).startsWith("go" + build.version() + ".");
      assertThat(binary.buildInfo().modulePath()).isEqualTo("example.com/subject");
      assertThat(binary.buildInfo().setting("GOARCH")).contains(build.arch().goarch());
      assertThat(binary.arch()).isEqualTo(build.arch());
      assertThat(binary.stripped()).isEqualTo(build.form().stripped());
      assertThat(binary.positionIndependent()).isEqualTo(build.form().positionIndependent());
      assertThat(binary.buildId()).startsWith("go:");
    }
  }

  @ParameterizedTest
  @MethodSource("builds")
  void findsEveryFunctionWhereTheSymbolTableHasIt(GoBuild build) throws Exception {
    SymbolOracle oracle = SymbolOracle.of(GoBuilder.build("subject", build.twin()));
    try (GoBinary binary = GoBinary.open(GoBuilder.build("subject", build))) {
      List<Function> functions = binary.functions(name -> true);
      List<String> elsewhere = new ArrayList<>();
      for (Function function : functions) {
        Function symbol = oracle.functions().get(function.address());
        boolean same =
            symbol != null
                && sameName(function.name(), symbol.name())
                && function.size() >= symbol.size();
        if (!same) {
          elsewhere.add(function + " is " + symbol);
        }
      }
      assertThat(elsewhere).isEmpty();
      assertThat(functions).hasSizeGreaterThan(3000);
      assertThat(functions.stream().map(Function::name))
          .contains("runtime.mallocgc", "runtime.gopark", "net/http.(*conn).serve", "main.main");
    }
  }

  /** The linker spells generated functions, ABI wrappers and type arguments in its own way. */
  private static boolean sameName(String name, String symbol) {
    String plain = symbol.replaceFirst("\\.(abi0|abiinternal)$", "");
    return plain.equals(name)
        || name.startsWith("type:.")
        || name.startsWith("type..")
        || name.contains("[...]");
  }

  @ParameterizedTest
  @MethodSource("builds")
  void knowsWhatWasInlinedWhereAsTheDebugInformationDoes(GoBuild build) throws Exception {
    SymbolOracle oracle = SymbolOracle.of(GoBuilder.build("subject", build.twin()));
    try (GoBinary binary = GoBinary.open(GoBuilder.build("subject", build))) {
      Map<String, Set<String>> expected = new TreeMap<>(oracle.holders());
      expected.keySet().removeIf(GoBinaryMatrixIT::isNotComparable);
      Map<String, Set<String>> found = new TreeMap<>();
      binary.inlined(expected.keySet()).forEach((name, copies) -> found.put(name, copies.keySet()));
      Map<String, String> differences = new TreeMap<>();
      for (String name : expected.keySet()) {
        Set<String> missing = without(expected.get(name), found.getOrDefault(name, Set.of()));
        Set<String> more = without(found.getOrDefault(name, Set.of()), expected.get(name));
        if (build.version().equals("1.19")) {
          // Its debug information leaves out the copies in generated method wrappers.
          more.removeIf(holder -> holder.contains("(*"));
        }
        if (!missing.isEmpty() || !more.isEmpty()) {
          differences.put(name, "missing " + missing + ", more " + more);
        }
      }
      assertThat(differences).isEmpty();
    }
  }

  private static Set<String> without(Set<String> all, Set<String> others) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(others);
    rest.removeIf(GoBinaryMatrixIT::isNotComparable);
    return rest;
  }

  /** Type arguments are spelled differently, and C functions are not in Go's tables. */
  private static boolean isNotComparable(String name) {
    return name.contains("[") || !name.contains(".");
  }

  @ParameterizedTest
  @MethodSource("builds")
  void findsTheInstructionsThatAnotherDisassemblerFinds(GoBuild build) throws Exception {
    Path program = GoBuilder.build("subject", build);
    try (GoBinary binary = GoBinary.open(program)) {
      for (String name : PROBED) {
        Function function = binary.function(name).orElseThrow();
        FunctionSites sites = FunctionSites.of(binary, function);
        OtherDisassembly other = OtherDisassembly.of(program, build.arch(), binary, function);
        Site entry = sites.entry();
        assertThat(other.at(entry)).as(entry.toString()).isIn("jbe", "b.ls", "push", "sub", "str");
        assertThat(entry.skipWhenBranchTaken()).isEqualTo(other.at(entry).matches("jbe|b.ls"));
        for (Site exit : sites.exits()) {
          assertThat(other.at(exit)).as(exit.toString()).matches("ret|j\\w+|nop|xchg|push");
        }
        assertThat(sites.graph().reachable(Flow.RETURN)).hasSize(other.returns());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("builds")
  void everyWalkThatReturnsPassesExactlyOneEnd(GoBuild build) throws Exception {
    Map<String, Integer> refusals = new HashMap<>();
    int analysed = 0;
    try (GoBinary binary = GoBinary.open(GoBuilder.build("subject", build))) {
      for (Function function : binary.functions(name -> true)) {
        try {
          FunctionSites sites = FunctionSites.of(binary, function);
          sites.entry();
          walk(sites, sites.exits(ExitChoice.UNCONDITIONAL));
          walk(sites, sites.exits(CONDITIONAL));
          analysed++;
        } catch (SiteRefusedException e) {
          refusals.merge(e.why().replaceAll(" at .*", ""), 1, Integer::sum);
        }
      }
    }
    int refused = refusals.values().stream().mapToInt(Integer::intValue).sum();
    System.out.println(build + ": " + analysed + " analysed, refused " + refusals);
    assertThat(refused).as("refused: " + refusals).isLessThan(analysed / 20);
  }

  private static void walk(FunctionSites sites, Exits exits) {
    FlowGraph graph = sites.graph();
    Map<Long, Site> ends = new HashMap<>();
    exits.sites().forEach(site -> ends.put(site.address() - sites.function().address(), site));
    Random random = new Random(sites.function().address());
    for (int walk = 0; walk < WALKS; walk++) {
      int at = 0;
      int passed = 0;
      for (int step = 0; step < WALK_LIMIT; step++) {
        List<Integer> next = graph.successors(at);
        int to = next.isEmpty() ? -1 : next.get(random.nextInt(next.size()));
        Site end = ends.get((long) graph.instruction(at).offset());
        boolean counts = end != null && leavesThatWay(sites, end, at, to);
        if (counts || exits.lastCalls().containsKey(sites.callee(at))) {
          passed++;
        }
        if (graph.instruction(at).flow() == Flow.RETURN) {
          assertThat(passed).as(sites.function() + " with " + exits).isEqualTo(1);
          break;
        }
        if (to < 0) {
          break;
        }
        at = to;
        if (at == 0) {
          passed = 0;
        }
      }
    }
  }

  private static boolean leavesThatWay(FunctionSites sites, Site end, int at, int to) {
    boolean taken = to != at + 1;
    return end.onlyIf().isEmpty() || taken == end.onlyIf().equals(sites.condition(at));
  }
}
