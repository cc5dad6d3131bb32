package io.graydiff.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown file of the repository: what documentation promises, in a form that tests can check.
 *
 * @param file where it stands
 * @param sections in their order; the first is what stands before any heading
 */
record Markdown(Path file, List<Section> sections) {
  /** The root of the repository; tests run in daemon/. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(#{1,6}) (.*)");
  private static final Set<String> NOT_OURS = Set.of(".git", "target", "node_modules");

  /**
   * A heading and what follows up to the next heading.
   *
   * @param title without its marks; empty before the first heading
   * @param text lines outside of code blocks
   * @param code code blocks
   */
  record Section(String title, List<String> text, List<Code> code) {

    /** Rows of the tables, without heads, by cells; code marks are kept. */
    List<List<String>> rows() {
      List<List<String>> rows = new ArrayList<>();
      boolean inBody = false;
      for (String line : text) {
        if (!line.startsWith("|")) {
          inBody = false;
        } else if (line.matches("[|\\-: ]+") && line.contains("---")) {
          inBody = true;
        } else if (inBody) {
          rows.add(cells(line));
        }
      }
      return rows;
    }

    private static List<String> cells(String line) {
      String[] cells = line.substring(1).split("(?<!\\\\)\\|", -1);
      return Arrays.stream(cells).limit(cells.length - 1).map(String::strip).toList();
    }

    /** What GitHub makes of the title for links. */
    String anchor() {
      return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
    }
  }

  /**
   * A fenced block.
   *
   * @param language as the fence names it, or empty
   * @param lines between the fences
   */
  record Code(String language, List<String> lines) {
    String text() {
      return String.join("\n", lines) + "\n";
    }
  }

  /** Every Markdown file of the repository. */
  static List<Markdown> all() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> NOT_OURS.stream().noneMatch(part -> contains(file, part)))
          .sorted()
          .map(Markdown::read)
          .toList();
    }
  }

  private static boolean contains(Path file, String part) {
    for (Path name : ROOT.relativize(file)) {
      if (name.toString().equals(part)) {
        return true;
      }
    }
    return false;
  }

  /** A file of the repository, by its path below the root. */
  static Markdown of(String path) {
    return read(ROOT.resolve(path));
  }

  private static Markdown read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new AssertionError(file + " cannot be read", e);
    }
    List<Section> sections = new ArrayList<>();
    sections.add(new Section("", new ArrayList<>(), new ArrayList<>()));
    Code open = null;
    for (String line : lines) {
      Section last = sections.get(sections.size() - 1);
      Matcher heading = HEADING.matcher(line);
      if (line.startsWith("```")) {
        if (open == null) {
          open = new Code(line.substring(3).strip(), new ArrayList<>());
          last.code().add(open);
        } else {
          open = null;
        }
      } else if (open != null) {
        open.lines().add(line);
      } else if (heading.matches()) {
        sections.add(new Section(heading.group(2), new ArrayList<>(), new ArrayList<>()));
      } else {
        last.text().add(line);
      }
    }
    return new Markdown(file, sections);
  }

  /** The section of that title. */
  Section section(String title) {
    return sections.stream()
        .filter(section -> section.title().equals(title))
        .findFirst()
        .orElseThrow(() -> new AssertionError(file + " has no section " + title));
  }

  /** The targets of all links that stay within the repository. */
  Set<String> localLinks() {
    Set<String> links = new TreeSet<>();
    for (Section section : sections) {
      for (String line : section.text()) {
        Matcher link = LINK.matcher(line.replaceAll("`[^`]*`", ""));
        while (link.find()) {
          if (!link.group(1).matches("[a-z]+:.*")) {
            links.add(link.group(1));
          }
        }
      }
    }
    return links;
  }

  /** All code blocks, with the line of prose that names the file for messages. */
  List<Map.Entry<String, Code>> code() {
    return sections.stream()
        .flatMap(
            section ->
                section.code().stream()
                    .map(code -> Map.entry(ROOT.relativize(file) + ", " + section.title(), code)))
        .toList();
  }
}
