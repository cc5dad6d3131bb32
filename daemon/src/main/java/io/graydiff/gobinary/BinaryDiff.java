package io.graydiff.gobinary;

import io.graydiff.gobinary.Difference.Aspect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two builds of a program before either of them runs: everything that the
 * build information and the file's headers tell, which is also everything that can confound a
 * comparison of two Go versions.
 */
public final class BinaryDiff {
  private static final String GODEBUG = "DefaultGODEBUG";

  /** Settings that have an aspect of their own or name the experiments again. */
  private static final Set<String> TOLD_ELSEWHERE = Set.of(GODEBUG, "GOEXPERIMENT", "GOARCH");

  private final List<Difference> differences = new ArrayList<>();

  private BinaryDiff() {}

  /** All differences, sorted by aspect and name; empty if nothing that is looked at differs. */
  public static List<Difference> between(GoBinary before, GoBinary after) {
    BinaryDiff diff = new BinaryDiff();
    diff.builds(before.buildInfo(), after.buildInfo());
    diff.compare(Aspect.ARCHITECTURE, before.arch().goarch(), after.arch().goarch());
    diff.compare(Aspect.LINKING, lower(before.linking()), lower(after.linking()));
    diff.compare(
        Aspect.POSITION_INDEPENDENT,
        yesNo(before.positionIndependent()),
        yesNo(after.positionIndependent()));
    diff.compare(Aspect.RELRO, lower(before.relro()), lower(after.relro()));
    diff.compare(Aspect.STRIPPED, yesNo(before.stripped()), yesNo(after.stripped()));
    diff.compare(Aspect.SIZE, Long.toString(before.sizeBytes()), Long.toString(after.sizeBytes()));
    return List.copyOf(diff.differences);
  }

  private void builds(BuildInfo before, BuildInfo after) {
    compare(Aspect.GO_VERSION, before.goVersion(), after.goVersion());
    compare(
        Aspect.EXPERIMENTS,
        String.join(",", before.experiments()),
        String.join(",", after.experiments()));
    compare(Aspect.GODEBUG, godebug(before), godebug(after));
    compare(Aspect.MAIN_PACKAGE, before.path(), after.path());
    compare(Aspect.MAIN_MODULE, main(before), main(after));
    compare(Aspect.DEPENDENCY, dependencies(before), dependencies(after));
    compare(Aspect.SETTING, settings(before), settings(after));
  }

  private void compare(Aspect aspect, String before, String after) {
    compare(aspect, Map.of("", before), Map.of("", after));
  }

  private void compare(Aspect aspect, Map<String, String> before, Map<String, String> after) {
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      Optional<String> old = present(before.get(name));
      Optional<String> now = present(after.get(name));
      if (!old.equals(now)) {
        differences.add(new Difference(aspect, name, old, now));
      }
    }
  }

  private static Optional<String> present(@Nullable String value) {
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }

  /** Each default by itself: {@code asynctimerchan=1,gotypesalias=0}. */
  private static Map<String, String> godebug(BuildInfo build) {
    Map<String, String> defaults = new TreeMap<>();
    Arrays.stream(build.setting(GODEBUG).orElse("").split(",", -1))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> defaults.put(pair[0], pair[1]));
    return defaults;
  }

  private static Map<String, String> main(BuildInfo build) {
    return build.main().map(m -> Map.of(m.path(), describe(m))).orElse(Map.of());
  }

  private static Map<String, String> dependencies(BuildInfo build) {
    Map<String, String> versions = new LinkedHashMap<>();
    build.dependencies().forEach(module -> versions.put(module.path(), describe(module)));
    return versions;
  }

  private static String describe(Module module) {
    return module
        .replacement()
        .map(other -> module.version() + " => " + (other.path() + " " + other.version()).trim())
        .orElse(module.version());
  }

  private static Map<String, String> settings(BuildInfo build) {
    Map<String, String> settings = new TreeMap<>(build.settings());
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
