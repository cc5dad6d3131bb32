package io.graydiff.compare;

import io.graydiff.signal.Kind;
import io.graydiff.signal.Signal;
import io.graydiff.window.Series;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One series, judged over its statistics.
 *
 * @param result what is published
 * @param yardstick by which it was judged
 * @param open whether the data may yet decide it
 * @param bars the statistics that a pass over all signals must wait for
 * @param judgements of the statistics
 */
record JudgedSeries(
    SignalResult result,
    Yardstick yardstick,
    boolean open,
    List<String> bars,
    List<Judgement> judgements) {

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
    List<String> bars = data ? bars(tally.series().signal(), yardstick, judgements) : List.of();
    Stream<String> notes = judgements.stream().flatMap(j -> note(j, verdict).stream());
    Stream<String> caveat =
        verdict == Verdict.REGRESSION ? confounded.stream() : Stream.<String>empty();
    String note = note(data ? Stream.concat(notes, caveat) : Stream.of(NO_EVENTS), instrument);
    SeriesTally.Pair<GroupSummary> summary = tally.summary(totals);
    SignalResult result =
        new SignalResult(
            tally.series(),
            summary.baseline(),
            summary.canary(),
            judgements.stream().map(Judgement::change).toList(),
            verdict,
            furtherWindows(verdict, judgements, yardstick),
            Optional.of(note).filter(n -> !n.isEmpty()));
    return new JudgedSeries(result, yardstick, open, bars, judgements);
  }

  private static OptionalDouble furtherWindows(
      Verdict verdict, List<Judgement> judgements, Yardstick yardstick) {
    return verdict == Verdict.INCONCLUSIVE
        ? all(judgements, Judgement::open, yardstick).stream()
            .mapToDouble(Projection::furtherWindows)
            .findFirst()
        : OptionalDouble.empty();
  }

  /** When it will be decided; empty while an open statistic has no interval. */
  Optional<Projection> projection() {
    return all(judgements, Judgement::open, yardstick);
  }

  /** When it will bar no pass any more, or be a regression; empty while that cannot be said. */
  Optional<Projection> untilUnbarred() {
    return all(judgements, Judgement::bars, yardstick);
  }

  private static Optional<Projection> all(
      List<Judgement> judgements, Predicate<Judgement> wanted, Yardstick yardstick) {
    List<Optional<Projection>> parts =
        judgements.stream()
            .filter(wanted)
            .map(judgement -> Projection.of(judgement.change(), yardstick))
            .toList();
    return parts.stream().allMatch(Optional::isPresent)
        ? Projection.over(parts.stream().flatMap(Optional::stream).toList())
        : Optional.empty();
  }

  /**
   * Of what too little is known, and will be: the whole signal, or, of one that decides, single
   * statistics, which a pass does not cover.
   */
  List<String> unjudged() {
    String signal = series().signal().id();
    boolean known =
        verdict() != Verdict.INCONCLUSIVE
            || open
            || judgements.stream().anyMatch(j -> j.isNoted(Judgement.NOT_MUCH_WORSE));
    if (!known) {
      return List.of(signal);
    }
    return judgements.stream()
        .filter(j -> decides())
        .filter(j -> j.isNoted(PairedJudge.TOO_SPARSE) || j.isNoted(LevelTally.TOO_NOISY))
        .map(j -> signal + " " + j.change().statistic())
        .toList();
  }

  /** Whether a pass over all signals takes this one. */
  boolean decides() {
    return yardstick.settings().decides();
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

  /** A distribution that decides has to be judged by one statistic at least. */
  private static List<String> bars(Signal signal, Yardstick yardstick, List<Judgement> judgements) {
    boolean tooSparse = judgements.stream().allMatch(j -> j.isNoted(PairedJudge.TOO_SPARSE));
    if (signal.kind() == Kind.DISTRIBUTION && yardstick.settings().decides() && tooSparse) {
      return List.of(signal.id());
    }
    return judgements.stream()
        .filter(Judgement::bars)
        .map(judgement -> signal.id() + " " + judgement.change().statistic())
        .toList();
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
