package io.graydiff.publish;

import io.graydiff.compare.Assessment;
import io.graydiff.compare.Change;
import io.graydiff.compare.Changes;
import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.GroupSummary;
import io.graydiff.compare.Outlook;
import io.graydiff.compare.SignalResult;
import io.graydiff.compare.Verdict;
import io.graydiff.histogram.Histogram;
import io.graydiff.publish.ProbeStatus.Placement;
import io.graydiff.signal.Kind;
import io.graydiff.signal.Signal;
import io.graydiff.window.Exposure;
import io.graydiff.window.Measures;
import io.graydiff.window.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Builds comparisons from seeded lognormal samples, for tests and trial renderings. The intervals
 * are made up to narrow with the windows; they are not the engine's.
 */
final class PublishedFixture {
  static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

  private static final int SAMPLES = 12_000;
  private static final double REQUESTS = 24_000;

  private final String name;
  private final Random random;
  private int windows = 40;
  private double windowSeconds = 1.5;
  private boolean hasBaseline = true;
  private boolean hasCanary = true;
  private Optional<Verdict> verdict = Optional.empty();
  private Optional<Instant> at = Optional.empty();

  private final Map<Series, Histogram> baseline = new HashMap<>();
  private final Map<Series, Histogram> canary = new HashMap<>();
  private final Set<Series> order = new LinkedHashSet<>();

  PublishedFixture(String name, long seed) {
    this.name = name;
    this.random = new Random(seed);
  }

  PublishedFixture windows(int closed) {
    windows = closed;
    return this;
  }

  PublishedFixture windowSeconds(double length) {
    windowSeconds = length;
    return this;
  }

  PublishedFixture groups(boolean withBaseline, boolean withCanary) {
    hasBaseline = withBaseline;
    hasCanary = withCanary;
    return this;
  }

  PublishedFixture verdict(Verdict forced) {
    verdict = Optional.of(forced);
    return this;
  }

  PublishedFixture verdictAt(Instant instant) {
    at = Optional.of(instant);
    return this;
  }

  Published build() {
    distributions();
    Measures base = measures(baseline, 1);
    Measures canaries = measures(canary, 1.02);
    List<SignalResult> signals = new ArrayList<>();
    for (Series series : order) {
      signals.add(distribution(series));
    }
    base.counts().keySet().stream().sorted().forEach(s -> signals.add(count(s, base, canaries)));
    base.levels().keySet().stream().sorted().forEach(s -> signals.add(level(s, base, canaries)));
    Verdict overall = verdict.orElseGet(() -> worst(signals.stream().map(SignalResult::verdict)));
    ComparisonResult result =
        new ComparisonResult(
            name,
            START,
            seconds(),
            hasBaseline ? group("go1.22.12", 4100, 1) : emptyGroup("1.22"),
            hasCanary ? group("go1.23.4", 4200, 0) : emptyGroup("1.23"),
            new Assessment(
                windows, signals, overall, Changes.NONE, outlook(overall, signals.get(0).series())),
            new ComparisonResult.Cost(0.01, 0.0062, 0.0041, 123_456),
            new ComparisonResult.Loss(0, 0),
            List.of(),
            new ComparisonResult.Findings(ProfileFixture.profile(), builds(), events()));
    return new Published(
        result, base, canaries, at.orElse(START.plusSeconds((long) seconds())), 0, 7, probes());
  }

  /** A canary whose only process has ended with these words. */
  static ComparisonResult.Group ended(String lastWords) {
    ComparisonResult.Process process =
        new ComparisonResult.Process(
            7, "/srv/app", "go1.23.4", "example.com/app", Optional.of(lastWords));
    return new ComparisonResult.Group("exe=/srv/app", List.of(), List.of(), List.of(process));
  }

  /** Twelve panics of the canary within three seconds. */
  static ComparisonResult.Event panic(String text) {
    return new ComparisonResult.Event(
        "panic", "canary", "main.charge", "string", text, 12, START, START.plusSeconds(3));
  }

  private static List<ComparisonResult.BuildDifference> builds() {
    return List.of(
        new ComparisonResult.BuildDifference(
            "go_version", "", List.of("go1.22.12"), List.of("go1.23.4")),
        new ComparisonResult.BuildDifference(
            "godebug", "asynctimerchan", List.of("1"), List.of("")),
        new ComparisonResult.BuildDifference(
            "module", "example.com/cache", List.of("v1.4.0"), List.of("v1.5.1")));
  }

  private static List<ComparisonResult.Event> events() {
    return List.of(
        new ComparisonResult.Event(
            "panic",
            "canary",
            "main.(*shop).charge",
            "runtime.errorString",
            "invalid memory address or nil pointer dereference",
            12,
            START,
            START.plusSeconds(3)));
  }

  private double seconds() {
    return windows * windowSeconds;
  }

  private void distributions() {
    lognormal(Series.whole(Signal.HTTP_REQUEST_LATENCY), 1_050_000, 0.6, 1.085, 2 * SAMPLES);
    lognormal(Series.whole(Signal.ALLOC_SIZE), 96, 1.4, 1, SAMPLES);
    lognormal(Series.whole(Signal.ALLOC_LATENCY), 140, 0.5, 0.93, SAMPLES);
    split(Signal.PARK_LATENCY, 2_100_000, 1.1, "chan receive", "select", "sleep", "sync mutex");
    lognormal(Series.whole(Signal.SCHEDULE_LATENCY), 3_100, 0.9, 1.004, SAMPLES);
    split(Signal.GC_PAUSE, 84_000, 0.4, "mark termination", "sweep termination");
    empty(Series.whole(Signal.LOCK_WAIT));
  }

  private void split(Signal signal, double median, double sigma, String... values) {
    Series whole = Series.whole(signal);
    order.add(whole);
    Histogram all = Histogram.EMPTY;
    Histogram allCanary = Histogram.EMPTY;
    for (int i = 0; i < values.length; i++) {
      Series part = new Series(signal, values[i]);
      lognormal(part, median * (1 + i), sigma, 0.88, SAMPLES / 8);
      all = all.plus(at(baseline, part));
      allCanary = allCanary.plus(at(canary, part));
    }
    baseline.put(whole, all);
    canary.put(whole, allCanary);
  }

  private void lognormal(Series series, double median, double sigma, double factor, int samples) {
    order.add(series);
    baseline.put(series, sample(median, sigma, samples));
    canary.put(series, sample(median * factor, sigma, samples));
  }

  private void empty(Series series) {
    order.add(series);
    baseline.put(series, Histogram.EMPTY);
    canary.put(series, Histogram.EMPTY);
  }

  private Histogram sample(double median, double sigma, int samples) {
    long[] values = new long[samples];
    for (int i = 0; i < samples; i++) {
      values[i] = Math.max(1, Math.round(median * Math.exp(sigma * random.nextGaussian())));
    }
    return Histogram.ofValues(values);
  }

  private Measures measures(Map<Series, Histogram> histograms, double factor) {
    Map<Signal, Double> counts =
        Map.of(
            Signal.GC_CYCLES,
            (double) Math.round(412 * factor),
            Signal.GOROUTINE_CREATED,
            (double) Math.round(61_234 * factor),
            Signal.PANICS,
            factor == 1 ? 0.0 : 3.0,
            Signal.PROCESS_CPU_SECONDS,
            31.7 * factor);
    Map<Signal, Double> levels =
        Map.of(
            Signal.GOROUTINE_LIVE, (double) Math.round(118 * factor),
            Signal.PROCESS_RESIDENT_BYTES, (double) (48L << 20));
    Exposure exposure = new Exposure(REQUESTS * factor, 31.7 * factor, 2 * seconds());
    return new Measures(histograms, Map.of(), counts, levels, exposure);
  }

  private SignalResult distribution(Series series) {
    Histogram a = at(baseline, series);
    Histogram b = at(canary, series);
    List<Change> changes = new ArrayList<>();
    if (!a.isEmpty()) {
      for (double q : new double[] {0.5, 0.95, 0.99}) {
        changes.add(change("p" + Math.round(q * 100), b.quantile(q) / a.quantile(q)));
      }
      changes.add(change("mean", b.mean() / a.mean()));
    }
    Optional<String> note =
        series.signal() == Signal.SCHEDULE_LATENCY
            ? Optional.of("below resolution")
            : Optional.of("no events").filter(none -> a.isEmpty() && b.isEmpty());
    Verdict worst = worst(changes.stream().map(Change::verdict));
    return new SignalResult(
        series,
        summary(series.signal(), a),
        summary(series.signal(), b),
        changes,
        worst,
        wait(worst),
        note);
  }

  private GroupSummary summary(Signal signal, Histogram histogram) {
    SortedMap<Double, Double> quantiles = new TreeMap<>();
    if (!histogram.isEmpty()) {
      for (double q : new double[] {0.5, 0.95, 0.99}) {
        quantiles.put(q, signal.unit().toBase(histogram.quantile(q)));
      }
    }
    double sum = signal.unit().toBase(histogram.sum());
    return new GroupSummary.Distribution(
        histogram.count(), histogram.count() / seconds(), sum, quantiles, new TreeMap<>());
  }

  private SignalResult count(Signal signal, Measures a, Measures b) {
    double before = at(a.counts(), signal) / a.exposure().requests();
    double after = at(b.counts(), signal) / b.exposure().requests();
    Change change =
        before == 0
            ? new Change("rate", Double.NaN, 0.4, Double.POSITIVE_INFINITY, 0, Verdict.INCONCLUSIVE)
            : change("rate", after / before);
    return new SignalResult(
        Series.whole(signal),
        countSummary(signal, a),
        countSummary(signal, b),
        List.of(change),
        change.verdict(),
        wait(change.verdict()),
        Optional.empty());
  }

  private GroupSummary countSummary(Signal signal, Measures measures) {
    double count = at(measures.counts(), signal);
    return new GroupSummary.Count(
        count,
        count / seconds(),
        count / measures.exposure().requests(),
        count / measures.exposure().cpuSeconds());
  }

  private SignalResult level(Signal signal, Measures a, Measures b) {
    if (signal.kind() != Kind.LEVEL) {
      throw new IllegalArgumentException(signal + " is no level");
    }
    double before = at(a.levels(), signal);
    double after = at(b.levels(), signal);
    Change change = change("level", after / before);
    return new SignalResult(
        Series.whole(signal),
        new GroupSummary.Level(before, before * 0.99, before / 90),
        new GroupSummary.Level(after, after * 0.985, Double.NaN),
        List.of(change),
        change.verdict(),
        wait(change.verdict()),
        Optional.empty());
  }

  private Change change(String statistic, double ratio) {
    double tolerance = Signal.DEFAULT_TOLERANCE;
    if (windows < 15) {
      return new Change(statistic, ratio, Double.NaN, Double.NaN, tolerance, Verdict.INCONCLUSIVE);
    }
    double half = 0.16 / Math.sqrt(windows);
    double low = ratio * Math.exp(-half);
    double high = ratio * Math.exp(half);
    return new Change(statistic, ratio, low, high, tolerance, judge(low, high, tolerance));
  }

  private static <K, V> V at(Map<K, V> map, K key) {
    return Objects.requireNonNull(map.get(key), () -> "nothing at " + key);
  }

  private static Verdict judge(double low, double high, double tolerance) {
    if (low > 1 + tolerance) {
      return Verdict.REGRESSION;
    }
    if (high < 1 / (1 + tolerance)) {
      return Verdict.IMPROVEMENT;
    }
    return high < 1 + tolerance ? Verdict.PASS : Verdict.INCONCLUSIVE;
  }

  /** Open series are decided after a hundred windows more. */
  private OptionalDouble wait(Verdict verdict) {
    return verdict == Verdict.INCONCLUSIVE && windows >= 15
        ? OptionalDouble.of(100)
        : OptionalDouble.empty();
  }

  private Optional<Outlook> outlook(Verdict verdict, Series last) {
    return wait(verdict).stream()
        .mapToObj(windows -> new Outlook(windows, false, last))
        .findFirst();
  }

  private static Verdict worst(Stream<Verdict> verdicts) {
    return verdicts.max(Enum::compareTo).orElse(Verdict.INCONCLUSIVE);
  }

  private static ComparisonResult.Group group(String goVersion, int firstPid, int left) {
    List<ComparisonResult.Process> all = new ArrayList<>();
    for (int i = 0; i < 2 + left; i++) {
      all.add(
          new ComparisonResult.Process(
              firstPid + i, "/srv/" + goVersion + "/shop", goVersion, "example.com/shop"));
    }
    String version = goVersion.substring(2, goVersion.lastIndexOf('.'));
    return new ComparisonResult.Group(
        "go=" + version + ",module=example.com/shop",
        List.of(goVersion),
        all.subList(0, 2),
        all.subList(2, all.size()));
  }

  private static ComparisonResult.Group emptyGroup(String version) {
    return new ComparisonResult.Group("go=" + version, List.of(), List.of(), List.of());
  }

  private static List<ProbeStatus> probes() {
    return List.of(
        new ProbeStatus(Signal.HTTP_REQUEST_LATENCY, Placement.CHEAP, 4, 48_000, 1, 0, 0.048),
        new ProbeStatus(Signal.ALLOC_SIZE, Placement.CHEAP, 2, 70_000, 0.05, 3, 0.07),
        new ProbeStatus(Signal.ALLOC_SIZE, Placement.DEAR, 1, 5_456, 0.05, 3, 0.05));
  }
}
