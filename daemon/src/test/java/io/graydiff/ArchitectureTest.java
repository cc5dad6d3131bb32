package io.graydiff;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Data goes one way: each package uses only what stands above its own input. */
class ArchitectureTest {
  private static final String BASE = "io.graydiff.";

  /** Which packages a package may use, apart from those below it and from the JDK. */
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("signal", List.of()),
          Map.entry("ffi", List.of()),
          Map.entry("histogram", List.of()),
          Map.entry("profile", List.of()),
          Map.entry("window", List.of("signal", "histogram")),
          Map.entry("kernel", List.of("ffi")),
          Map.entry("gobinary", List.of("ffi")),
          Map.entry("goruntime", List.of("gobinary", "ffi", "signal", "histogram")),
          Map.entry("target", List.of("ffi", "gobinary", "signal")),
          Map.entry("pods", List.of("target")),
          Map.entry("probe", List.of("gobinary", "kernel", "signal")),
          Map.entry(
              "collect",
              List.of(
                  "ffi",
                  "kernel",
                  "gobinary",
                  "goruntime",
                  "probe",
                  "target",
                  "signal",
                  "histogram",
                  "profile",
                  "window")),
          Map.entry("compare", List.of("signal", "histogram", "profile", "window")),
          Map.entry("fleet", List.of("compare", "signal", "histogram", "window")),
          Map.entry("publish", List.of("compare", "signal", "histogram", "profile", "window")));

  private static final Set<String> CLOCKS =
      Set.of(
          "java.lang.System.nanoTime",
          "java.lang.System.currentTimeMillis",
          "java.time.Instant.now",
          "java.time.InstantSource.system");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.graydiff");

  @Test
  void everyPackageUsesOnlyWhatStandsAboveIt() {
    LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String name : new TreeMap<>(MAY_USE).keySet()) {
      layers = layers.layer(name).definedBy(BASE + name + "..");
    }
    layers = layers.layer("app").definedBy(BASE + "app..");
    for (Map.Entry<String, List<String>> rule : MAY_USE.entrySet()) {
      layers =
          rule.getValue().isEmpty()
              ? layers.whereLayer(rule.getKey()).mayNotAccessAnyLayer()
              : layers
                  .whereLayer(rule.getKey())
                  .mayOnlyAccessLayers(rule.getValue().toArray(String[]::new));
    }
    layers.check(CLASSES);
  }

  @Test
  void thereAreNoOtherPackages() {
    TreeSet<String> found = new TreeSet<>();
    CLASSES.forEach(c -> found.add(c.getPackageName().replace(BASE, "").split("\\.")[0]));
    TreeSet<String> known = new TreeSet<>(MAY_USE.keySet());
    known.add("app");
    assertThat(found).isEqualTo(known);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.graydiff.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheBindingsKnowNativeCalls() {
    onlyIn("ffi", "jnr..", "com.kenai..");
  }

  @Test
  void onlyPublishingKnowsTheHttpServer() {
    onlyIn("publish", "io.netty..");
  }

  @Test
  void onlyPodDiscoveryKnowsTheKubernetesClient() {
    onlyIn("pods", "io.fabric8..");
  }

  private static void onlyIn(String owner, String... libraries) {
    noClasses()
        .that()
        .resideOutsideOfPackage(BASE + owner + "..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(libraries))
        .check(CLASSES);
  }

  @Test
  void judgingHasNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage(
            BASE + "compare..", BASE + "histogram..", BASE + "window..", BASE + "signal..")
        .should()
        .accessTargetWhere(isClock())
        .check(CLASSES);
  }

  /** Calls and method references alike. */
  private static DescribedPredicate<JavaAccess<?>> isClock() {
    return DescribedPredicate.describe(
        "a clock",
        access ->
            CLOCKS.contains(access.getTargetOwner().getName() + "." + access.getTarget().getName())
                || access.getTargetOwner().isEquivalentTo(Clock.class));
  }
}
