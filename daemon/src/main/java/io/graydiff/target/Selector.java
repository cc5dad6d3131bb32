package io.graydiff.target;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Chooses processes: {@code key=value} terms joined by commas, all of which must hold. A literal
 * comma in a value is written {@code \,}. Keys and their values are those of {@link SelectorKey}.
 * Immutable.
 *
 * @param terms at least one
 */
public record Selector(List<SelectorTerm> terms) {
  public Selector {
    terms = List.copyOf(terms);
  }

  /**
   * Reads a selector such as {@code go=1.22,module=example.com/app}.
   *
   * @throws SelectorSyntaxException when it does not follow the grammar
   */
  public static Selector parse(String text) throws SelectorSyntaxException {
    List<SelectorTerm> terms = new ArrayList<>();
    Set<SelectorKey> seen = EnumSet.noneOf(SelectorKey.class);
    for (String part : splitAtCommas(text)) {
      SelectorTerm term = term(part.strip(), text);
      if (!seen.add(term.key()) && !term.key().isRepeatable()) {
        throw new SelectorSyntaxException(
            "'"
                + text
                + "' has "
                + term.key().id()
                + "= twice, but all terms must hold; give several selectors to add processes up");
      }
      terms.add(term);
    }
    return new Selector(terms);
  }

  /** Whether all terms hold. */
  public boolean matches(GoProcess process, PodIndex pods) {
    return terms.stream().allMatch(term -> term.matches(process, pods));
  }

  /** How many terms hold: how near a process is to being chosen. */
  long matchingTerms(GoProcess process, PodIndex pods) {
    return terms.stream().filter(term -> term.matches(process, pods)).count();
  }

  /** The namespaces whose pods have to be known to decide this selector. */
  Stream<String> namespaces() {
    return terms.stream()
        .filter(SelectorTerm.K8s.class::isInstance)
        .map(term -> ((SelectorTerm.K8s) term).namespace());
  }

  /** The text that {@link #parse} reads as this selector. */
  @Override
  public String toString() {
    return terms.stream()
        .map(term -> term.key().id() + '=' + term.value().replace(",", "\\,"))
        .collect(Collectors.joining(","));
  }

  private static SelectorTerm term(String part, String text) throws SelectorSyntaxException {
    int equals = part.indexOf('=');
    if (equals < 0) {
      throw new SelectorSyntaxException(
          "'"
              + part
              + "' in selector '"
              + text
              + "' is not key=value (known keys: "
              + SelectorKey.known()
              + "); write a literal comma as \\,");
    }
    String id = part.substring(0, equals).strip();
    SelectorKey key =
        SelectorKey.byId(id)
            .orElseThrow(
                () ->
                    new SelectorSyntaxException(
                        "unknown selector key '" + id + "'; known keys: " + SelectorKey.known()));
    return key.term(part.substring(equals + 1).strip());
  }

  /**
   * Splits at the commas that an even number of backslashes precedes. Behind an odd number the
   * comma is literal and loses the last backslash; all other backslashes belong to the value, where
   * patterns need them.
   */
  private static List<String> splitAtCommas(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    int backslashes = 0;
    for (char c : text.toCharArray()) {
      if (c == ',' && backslashes % 2 == 0) {
        parts.add(part.toString());
        part.setLength(0);
      } else if (c == ',') {
        part.setCharAt(part.length() - 1, ',');
      } else {
        part.append(c);
      }
      backslashes = c == '\\' ? backslashes + 1 : 0;
    }
    parts.add(part.toString());
    return parts;
  }
}
