package io.graydiff.publish;

import io.graydiff.compare.Change;
import io.graydiff.compare.Verdict;

/**
 * How text is to look; the caller decides by its options, NO_COLOR and the locale.
 *
 * @param width columns
 * @param colour whether escape sequences may be used
 * @param unicode whether characters beyond ASCII may be used
 */
public record TextStyle(int width, boolean colour, boolean unicode) {

  HumanUnits units() {
    return new HumanUnits(unicode);
  }

  /** A verdict in one column. */
  String mark(Verdict verdict) {
    return switch (verdict) {
      case PASS -> unicode ? "✓" : "+";
      case IMPROVEMENT -> unicode ? "↓" : "<";
      case INCONCLUSIVE -> unicode ? "·" : ".";
      case REGRESSION -> unicode ? "✗" : "!";
    };
  }

  Line.Style style(Verdict verdict) {
    return switch (verdict) {
      case PASS, IMPROVEMENT -> Line.Style.GOOD;
      case INCONCLUSIVE -> Line.Style.OPEN;
      case REGRESSION -> Line.Style.BAD;
    };
  }

  /** Only a change that was shown has a colour. */
  Line.Style changeStyle(Change change) {
    return switch (change.verdict()) {
      case REGRESSION, IMPROVEMENT -> style(change.verdict());
      case PASS, INCONCLUSIVE -> Line.Style.PLAIN;
    };
  }

  String rule() {
    return unicode ? "─" : "-";
  }

  String bar() {
    return unicode ? "│" : "|";
  }
}
