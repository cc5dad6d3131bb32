package io.graydiff.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the table of packages in docs/architecture.md against what the sources import. */
class PackageTableTest {
  private static final Path SOURCES =
      Markdown.ROOT.resolve("daemon/src/main/java/io/graydiff").normalize();
  private static final Pattern NAMED =
      Pattern.compile("\\b(?:io\\.graydiff\\.([a-z.]*[a-z])\\.[A-Z]|(jnr|io\\.netty)\\.)");
  private static final Pattern CODE = Pattern.compile("`([a-z.]+)`");

  @Test
  void everyPackageStandsInTheTable() throws IOException {
    assertThat(table().keySet()).isEqualTo(named().keySet());
  }

  @Test
  void noPackageUsesWhatItsRowDoesNotName() throws IOException {
    Map<String, Set<String>> allowed = table();
    named()
        .forEach(
            (name, used) -> {
              Set<String> ours = new TreeSet<>(used);
              ours.removeAll(Set.of("jnr", "io.netty"));
              assertThat(allowed.get(name)).as(name).containsAll(ours);
            });
  }

  @Test
  void everyRowNamesOnlyWhatIsUsed() throws IOException {
    Map<String, Set<String>> used = named();
    table().forEach((name, allowed) -> assertThat(used.get(name)).as(name).containsAll(allowed));
  }

  @Test
  void noRowNamesAPackageThatStandsBelowIt() {
    List<String> above = new ArrayList<>();
    table()
        .forEach(
            (name, allowed) -> {
              assertThat(above).as(name).containsAll(allowed);
              above.add(name);
            });
  }

  @Test
  void nativeCallsAndNettyEachHaveOnePackage() throws IOException {
    assertThat(users("jnr")).containsExactly("ffi");
    assertThat(users("io.netty")).containsExactly("publish");
  }

  private static List<String> users(String library) throws IOException {
    return named().entrySet().stream()
        .filter(entry -> entry.getValue().contains(library))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Map<String, Set<String>> table() {
    return Markdown.of("docs/architecture.md").section("Packages").rows().stream()
        .collect(
            Collectors.toMap(
                row -> codes(row.get(0)).iterator().next(),
                row -> codes(row.get(2)),
                (a, b) -> {
                  throw new AssertionError("a package has two rows");
                },
                LinkedHashMap::new));
  }

  private static Set<String> codes(String cell) {
    return CODE.matcher(cell)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The packages of ours, jnr and Netty that each package names anywhere in its sources. */
  private static Map<String, Set<String>> named() throws IOException {
    Map<String, Set<String>> named = new TreeMap<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String name = SOURCES.relativize(file.getParent()).toString().replace('/', '.');
        Set<String> used = named.computeIfAbsent(name, n -> new TreeSet<>());
        Matcher other = NAMED.matcher(Files.readString(file));
        while (other.find()) {
          used.add(other.group(1) != null ? other.group(1) : other.group(2));
        }
        used.remove(name);
      }
    }
    return named;
  }
}
