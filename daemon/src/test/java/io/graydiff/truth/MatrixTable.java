package io.graydiff.truth;

import io.graydiff.fixture.GoBuild;
import io.graydiff.fixture.GoBuild.Form;
import io.graydiff.gobinary.Arch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What the matrix found, as a table between two marks of a Markdown file. Cells that were not run
 * this time keep what stands there, if it comes from the same machine.
 */
final class MatrixTable {
  private static final String BEGIN = "<!-- matrix: begin -->\n";
  private static final String END = "<!-- matrix: end -->";
  private static final String EXACT = "exact";

  private final List<String> versions;
  private final List<Form> forms;
  private final Map<GoBuild, Map<String, List<String>>> found = new LinkedHashMap<>();
  private final Map<GoBuild, Map<String, String>> refused = new LinkedHashMap<>();

  MatrixTable(List<String> versions, List<Form> forms) {
    this.versions = versions;
    this.forms = forms;
  }

  /** Whether the table in this file lacks a cell, or has one that is not exact. */
  boolean isOpen(GoBuild build, Path file) throws IOException {
    return !earlier(Files.readString(file)).cell(build).startsWith(EXACT);
  }

  /** Signals that are refused in this build, with the reason. */
  void addRefused(GoBuild build, Map<String, String> signals) {
    refused.put(build, signals);
  }

  /** A check was made, with what was wrong. */
  void add(GoBuild build, String check, List<String> wrong) {
    System.out.println(build + " " + check + ": " + (wrong.isEmpty() ? "exact" : wrong));
    found.computeIfAbsent(build, b -> new LinkedHashMap<>()).put(check, wrong);
  }

  /** All that was wrong with a build. */
  List<String> wrong(GoBuild build) {
    return found.getOrDefault(build, Map.of()).values().stream().flatMap(List::stream).toList();
  }

  void write(Path file) throws IOException {
    String text = Files.readString(file);
    Files.writeString(
        file,
        text.substring(0, text.indexOf(BEGIN) + BEGIN.length())
            + markdown(earlier(text))
            + text.substring(text.indexOf(END)));
  }

  private EarlierMatrix earlier(String text) throws IOException {
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException("the marks of the table are missing: " + BEGIN.strip());
    }
    return EarlierMatrix.parse(text.substring(begin + BEGIN.length(), end), machine());
  }

  private String markdown(EarlierMatrix earlier) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("%s, %s%n%n".formatted(earlier.daysUntil(today()), machine()));
    text.append("| form | ").append(String.join(" | ", versions)).append(" |\n|---|");
    text.append("---|".repeat(versions.size())).append('\n');
    for (Form form : forms) {
      text.append("| ").append(form.name().toLowerCase(Locale.ROOT).replace('_', ' '));
      for (String version : versions) {
        text.append(" | ").append(cell(new GoBuild(version, Arch.AMD64, form), earlier));
      }
      text.append(" |\n");
    }
    List<String> differences = new ArrayList<>(earlier.differencesBut(found.keySet()));
    differences.addAll(differences());
    if (!differences.isEmpty()) {
      text.append('\n').append(String.join("\n", differences)).append('\n');
    }
    return text.toString();
  }

  private String cell(GoBuild build, EarlierMatrix earlier) {
    Map<String, List<String>> checks = found.get(build);
    if (checks == null) {
      return build.exists() ? earlier.cell(build) : "-";
    }
    long exact = checks.values().stream().filter(List::isEmpty).count();
    String word = exact == checks.size() ? EXACT : exact + " of " + checks.size();
    int invisible = refused.getOrDefault(build, Map.of()).size();
    return invisible == 0 ? word : word + ", " + invisible + " refused";
  }

  private List<String> differences() {
    List<String> lines = new ArrayList<>();
    refused.forEach(
        (build, signals) ->
            signals.forEach(
                (signal, why) -> lines.add("- " + build + ", " + signal + ": refused, " + why)));
    found.forEach(
        (build, checks) ->
            checks.forEach(
                (check, wrong) -> {
                  if (!wrong.isEmpty()) {
                    lines.add("- " + build + ", " + check + ": " + String.join("; ", wrong));
                  }
                }));
    return lines;
  }

  private static String today() {
    return LocalDate.now(ZoneOffset.UTC).toString();
  }

  private static String machine() throws IOException {
    return "%s, Linux %s, %d CPUs.".formatted(processor(), kernel(), cpus());
  }

  private static String kernel() {
    return Objects.requireNonNull(System.getProperty("os.version")).replaceFirst("-.*", "");
  }

  private static int cpus() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static String processor() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
