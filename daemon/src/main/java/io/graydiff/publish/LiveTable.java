package io.graydiff.publish;

import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.SignalResult;
import io.graydiff.compare.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The table of a comparison as text, one row a series: a pure function from a result to lines. */
public final class LiveTable {
  private static final String NOTE = "note  ";
  private static final int NARROWEST_NOTE = 20;
  private static final Pattern STATISTIC = Pattern.compile("^[a-z0-9]+: ");

  /** A signal of which this is said has no row: there is nothing to show. */
  private static final String NO_EVENTS = "no events";

  private static final Set<String> WANT_OF_DATA = Set.of(NO_EVENTS, "too few events to judge");

  private final ComparisonResult result;
  private final TextStyle style;
  private final TableColumns columns;

  private LiveTable(ComparisonResult result, TextStyle style) {
    this.result = result;
    this.style = style;
    this.columns = new TableColumns(style, result.windowSeconds());
  }

  /** Header, every row, and notes. */
  public static List<String> render(ComparisonResult result, TextStyle style) {
    return render(result, style, Integer.MAX_VALUE);
  }

  /**
   * The same in at most so many lines: rows of single label values go first, then the last rows,
   * and a line says how many are not shown.
   */
  public static List<String> render(ComparisonResult result, TextStyle style, int maxLines) {
    LiveTable table = new LiveTable(result, style);
    List<Line> lines = new ArrayList<>(new ResultHeader(result, style).lines());
    lines.add(new Line());
    lines.addAll(table.columns.titles(result));
    List<Line> footer = table.footer();
    lines.addAll(table.rows(maxLines - lines.size() - footer.size()));
    lines.addAll(footer);
    return lines.stream()
        .limit(maxLines)
        .map(line -> line.render(style.width(), style.colour()))
        .toList();
  }

  private List<Line> rows(int room) {
    List<TableRow> all =
        result.signals().stream()
            .filter(LiveTable::isShown)
            .map(signal -> new TableRow(signal, style.units()))
            .toList();
    List<TableRow> shown = all;
    if (all.size() > room) {
      List<TableRow> wholes = all.stream().filter(row -> !row.isPart()).toList();
      shown = wholes.subList(0, Math.min(wholes.size(), Math.max(0, room - 1)));
    }
    List<Line> lines = new ArrayList<>(shown.stream().map(columns::row).toList());
    if (shown.size() < all.size()) {
      String more = all.size() - shown.size() + " more rows need a higher terminal";
      lines.add(new Line().space(columns.verdictIsWord() ? 0 : 2).add(more, Line.Style.DIM));
    }
    return lines;
  }

  private static boolean isShown(SignalResult signal) {
    return !signal.note().orElse("").startsWith(NO_EVENTS);
  }

  private List<Line> footer() {
    List<Line> lines = new ArrayList<>();
    seriesByNote().forEach((note, names) -> addNote(lines, note + ": " + String.join(", ", names)));
    result.notes().forEach(note -> addNote(lines, note));
    if (!columns.verdictIsWord()) {
      lines.add(legend());
    }
    if (!lines.isEmpty()) {
      lines.add(0, new Line());
    }
    return lines;
  }

  /** What must be known of single series; those with too little data are named by the result. */
  private Map<String, Set<String>> seriesByNote() {
    Map<String, Set<String>> seriesByNote = new TreeMap<>();
    for (SignalResult signal : result.signals().stream().filter(LiveTable::isShown).toList()) {
      String name = new TableRow(signal, style.units()).fullName();
      for (String note : signal.note().map(all -> all.split("; ")).orElse(new String[0])) {
        String ofAnyStatistic = STATISTIC.matcher(note).replaceFirst("");
        if (!WANT_OF_DATA.contains(ofAnyStatistic)) {
          seriesByNote.computeIfAbsent(ofAnyStatistic, n -> new LinkedHashSet<>()).add(name);
        }
      }
    }
    return seriesByNote;
  }

  /** Adds a note, broken into lines that fit. */
  private void addNote(List<Line> lines, String text) {
    int room = Math.max(NARROWEST_NOTE, style.width() - NOTE.length());
    String head = NOTE;
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > room) {
        lines.add(new Line().add(head, Line.Style.DIM).add(line.toString()));
        head = " ".repeat(NOTE.length());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(new Line().add(head, Line.Style.DIM).add(line.toString()));
  }

  private Line legend() {
    Line line = new Line();
    for (Verdict verdict : Verdict.values()) {
      line.add(style.mark(verdict), style.style(verdict))
          .add(" " + verdict.id() + "   ", Line.Style.DIM);
    }
    return line;
  }
}
