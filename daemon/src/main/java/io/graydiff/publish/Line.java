package io.graydiff.publish;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of text for a terminal, built from styled pieces; not thread-safe. Control characters
 * are replaced, so that no process name or label can command the terminal.
 */
final class Line {
  /** Colours of the eight that every terminal has, so that they follow the user's theme. */
  enum Style {
    PLAIN(""),
    BOLD("1"),
    DIM("2"),
    GOOD("32"),
    BAD("1;31"),
    OPEN("33");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  private record Piece(String text, Style style) {}

  private final List<Piece> pieces = new ArrayList<>();
  private int width;

  Line add(String text) {
    return add(text, Style.PLAIN);
  }

  Line add(String text, Style style) {
    String clean = clean(text);
    pieces.add(new Piece(clean, style));
    width += length(clean);
    return this;
  }

  /** Text at the left of a field. */
  Line left(String text, int field, Style style) {
    String fitted = fit(clean(text), field);
    add(fitted, style);
    return space(field - length(fitted));
  }

  /** Text at the right of a field. */
  Line right(String text, int field, Style style) {
    String fitted = fit(clean(text), field);
    space(field - length(fitted));
    return add(fitted, style);
  }

  Line space(int columns) {
    return columns > 0 ? add(" ".repeat(columns)) : this;
  }

  /** Columns so far. */
  int width() {
    return width;
  }

  /** The line, cut at a width, without blanks at the end. */
  String render(int columns, boolean colour) {
    StringBuilder out = new StringBuilder();
    int left = columns;
    for (Piece piece : pieces) {
      String text = fit(piece.text(), left);
      left -= length(text);
      boolean styled = colour && !piece.style().code.isEmpty() && !text.isEmpty();
      out.append(styled ? "\u001b[" + piece.style().code + "m" + text + "\u001b[0m" : text);
    }
    return out.toString().stripTrailing();
  }

  private static String fit(String text, int field) {
    int points = length(text);
    if (points <= field) {
      return text;
    }
    return field <= 0 ? "" : text.substring(0, text.offsetByCodePoints(0, field - 1)) + "~";
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String clean(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
