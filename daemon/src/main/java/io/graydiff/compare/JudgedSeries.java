package io.graydiff.compare;

import io.graydiff.window.Series;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One series, judged over its statistics.
 *
 * @param result what is published
 * @param open whether a pass over all signals must wait for it
 * @param judgements of the statistics
 * @param projection when an open one will be decided
 */
record JudgedSeries(
    SignalResult result,
    boolean open,
    List<Judgement> judgements,
    Optional<Projection> projection) {

  static final String NO_EVENTS = "no events";

  static JudgedSeries of(
      SeriesTally tally,
      Yardstick yardstick,
      Totals totals,
      Optional<String> confounded,
      Instrument instrument) {
    List<Judgement> judgements =
        tally.judge(yardstick, totals).stream()
            .map(judgement -> LoadBalance.judged(tally.series().signal(), judgement, totals))
            .toList();
    boolean data = tally.hasData(totals);
    Verdict verdict = data ? verdict(judgements) : Verdict.INCONCLUSIVE;
    boolean open = data && judgements.stream().anyMatch(Judgement::open);
    Stream<String> notes = judgements.stream().flatMap(j -> note(j, verdict).stream());
    Stream<String> caveat =
        verdict == Verdict.REGRESSION ? confounded.stream() : Stream.<String>empty();
    String note = note(data ? Stream.concat(notes, caveat) : Stream.of(NO_EVENTS), instrument);
    Optional<Projection> projection =
        verdict == Verdict.REGRESSION ? Optional.empty() : projection(judgements, yardstick);
    SeriesTally.Pair<GroupSummary> summary = tally.summary(totals);
    SignalResult result =
        new SignalResult(
            tally.series(),
            summary.baseline(),
            summary.canary(),
            judgements.stream().map(Judgement::change).toList(),
            verdict,
            projection.stream().mapToDouble(Projection::furtherWindows).findFirst(),
            Optional.of(note).filter(n -> !n.isEmpty()));
    return new JudgedSeries(result, open, judgements, projection);
  }

  /** When it will be decided; empty while an open statistic has no interval. */
  private static Optional<Projection> projection(List<Judgement> judgements, Yardstick yardstick) {
    List<Judgement> open = judgements.stream().filter(Judgement::open).toList();
    List<Projection> known =
        open.stream().flatMap(j -> Projection.of(j.change(), yardstick).stream()).toList();
    return known.size() == open.size() ? Projection.over(known) : Optional.empty();
  }

  Series series() {
    return result.series();
  }

  Verdict verdict() {
    return result.verdict();
  }

  /** Log of the mean e-value of the statistics against "nothing changed". */
  double logEvidence() {
    return MultipleSignals.logMean(
        judgements.stream().mapToDouble(Judgement::logEvidence).toArray());
  }

  /** A pass takes one statistic that passes and none that is open. */
  private static Verdict verdict(List<Judgement> judgements) {
    List<Verdict> verdicts = judgements.stream().map(j -> j.change().verdict()).toList();
    if (verdicts.contains(Verdict.REGRESSION)) {
      return Verdict.REGRESSION;
    }
    if (judgements.stream().anyMatch(Judgement::open)) {
      return Verdict.INCONCLUSIVE;
    }
    if (verdicts.contains(Verdict.IMPROVEMENT)) {
      return Verdict.IMPROVEMENT;
    }
    return verdicts.contains(Verdict.PASS) ? Verdict.PASS : Verdict.INCONCLUSIVE;
  }

  /** What stands beside the figures, in one line. */
  static String note(Stream<String> notes, Instrument instrument) {
    return String.join("; ", Stream.concat(notes, instrument.notes().stream()).distinct().toList());
  }

  /** Notes of one statistic name it, unless they hold for the series. */
  private static Optional<String> note(Judgement judgement, Verdict verdict) {
    return judgement
        .note()
        .map(
            note ->
                verdict == Verdict.INCONCLUSIVE && note.equals(PairedJudge.BELOW_RESOLUTION)
                    ? note
                    : judgement.change().statistic() + ": " + note);
  }
}
