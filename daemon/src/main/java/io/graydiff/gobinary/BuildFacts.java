package io.graydiff.gobinary;

import io.graydiff.gobinary.Difference.Aspect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that a binary's build information and headers tell of its build, which is also
 * everything that can confound a comparison of two Go versions. Immutable; outlives the open file.
 *
 * @param values by aspect and name; the name is empty where the aspect has only one, and what a
 *     build lacks is absent
 */
public record BuildFacts(Map<Aspect, SortedMap<String, String>> values) {
  private static final String GODEBUG = "DefaultGODEBUG";

  /** Settings that have an aspect of their own or name the experiments again. */
  private static final Set<String> TOLD_ELSEWHERE = Set.of(GODEBUG, "GOEXPERIMENT", "GOARCH");

  public BuildFacts {
    values = Map.copyOf(values);
  }

  /** What an open binary tells. */
  public static BuildFacts of(GoBinary binary) {
    Map<Aspect, SortedMap<String, String>> values = new EnumMap<>(Aspect.class);
    BuildInfo build = binary.buildInfo();
    put(values, Aspect.GO_VERSION, build.goVersion());
    put(values, Aspect.EXPERIMENTS, String.join(",", build.experiments()));
    values.put(Aspect.GODEBUG, godebug(build));
    put(values, Aspect.MAIN_PACKAGE, build.path());
    values.put(Aspect.MAIN_MODULE, new TreeMap<>());
    build.main().ifPresent(m -> put(values, Aspect.MAIN_MODULE, m.path(), describe(m)));
    values.put(Aspect.DEPENDENCY, new TreeMap<>());
    build.dependencies().forEach(m -> put(values, Aspect.DEPENDENCY, m.path(), describe(m)));
    values.put(Aspect.SETTING, settings(build));
    put(values, Aspect.ARCHITECTURE, binary.arch().goarch());
    put(values, Aspect.LINKING, lower(binary.linking()));
    put(values, Aspect.POSITION_INDEPENDENT, yesNo(binary.positionIndependent()));
    put(values, Aspect.RELRO, lower(binary.relro()));
    put(values, Aspect.STRIPPED, yesNo(binary.stripped()));
    put(values, Aspect.SIZE, Long.toString(binary.sizeBytes()));
    return new BuildFacts(values);
  }

  /** One fact; empty if the build lacks it. */
  public Optional<String> value(Aspect aspect, String name) {
    SortedMap<String, String> named = values.get(aspect);
    return named == null
        ? Optional.empty()
        : Optional.ofNullable(named.get(name)).filter(text -> !text.isEmpty());
  }

  /** What tells these builds apart, for {@link BuildFacts#between}. */
  public record Divergence(Aspect aspect, String name, Set<String> baseline, Set<String> canary) {}

  /**
   * Facts of which two groups of builds do not have the same values, sorted by aspect and name. An
   * empty value stands for a build that lacks the fact.
   */
  public static List<Divergence> between(List<BuildFacts> baseline, List<BuildFacts> canary) {
    List<Divergence> found = new ArrayList<>();
    for (Aspect aspect : Aspect.values()) {
      for (String name : names(aspect, baseline, canary)) {
        Set<String> before = values(baseline, aspect, name);
        Set<String> after = values(canary, aspect, name);
        if (!before.equals(after)) {
          found.add(new Divergence(aspect, name, before, after));
        }
      }
    }
    return found;
  }

  private static Set<String> names(
      Aspect aspect, List<BuildFacts> baseline, List<BuildFacts> canary) {
    Set<String> names = new TreeSet<>();
    List<BuildFacts> all = new ArrayList<>(baseline);
    all.addAll(canary);
    for (BuildFacts facts : new HashSet<>(all)) {
      names.addAll(facts.values.getOrDefault(aspect, new TreeMap<>()).keySet());
    }
    return names;
  }

  private static Set<String> values(List<BuildFacts> builds, Aspect aspect, String name) {
    Set<String> values = new TreeSet<>();
    builds.forEach(facts -> values.add(facts.value(aspect, name).orElse("")));
    return values;
  }

  private static void put(
      Map<Aspect, SortedMap<String, String>> values, Aspect aspect, String value) {
    put(values, aspect, "", value);
  }

  private static void put(
      Map<Aspect, SortedMap<String, String>> values, Aspect aspect, String name, String value) {
    values.computeIfAbsent(aspect, a -> new TreeMap<>()).put(name, value);
  }

  /** Each default by itself: {@code asynctimerchan=1,gotypesalias=0}. */
  private static SortedMap<String, String> godebug(BuildInfo build) {
    SortedMap<String, String> defaults = new TreeMap<>();
    Arrays.stream(build.setting(GODEBUG).orElse("").split(",", -1))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> defaults.put(pair[0], pair[1]));
    return defaults;
  }

  private static String describe(Module module) {
    return module
        .replacement()
        .map(other -> module.version() + " => " + (other.path() + " " + other.version()).trim())
        .orElse(module.version());
  }

  private static SortedMap<String, String> settings(BuildInfo build) {
    SortedMap<String, String> settings = new TreeMap<>(build.settings());
    settings.keySet().removeAll(TOLD_ELSEWHERE);
    return settings;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String yesNo(boolean value) {
    return value ? "yes" : "no";
  }
}
