package io.graydiff.app.agent;

import io.graydiff.collect.ComparisonFailures;
import io.graydiff.collect.ComparisonProfile;
import io.graydiff.collect.Failure;
import io.graydiff.collect.Roster;
import io.graydiff.collect.WindowDecoder;
import io.graydiff.compare.AaSplit;
import io.graydiff.compare.ComparisonEngine;
import io.graydiff.compare.ComparisonResult;
import io.graydiff.gobinary.BuildFacts;
import io.graydiff.profile.Profile;
import io.graydiff.profile.ProfileComparison;
import io.graydiff.publish.Published;
import io.graydiff.publish.PublishedComparisons;
import io.graydiff.target.GoProcess;
import io.graydiff.target.GroupRole;
import io.graydiff.target.Selectors;
import io.graydiff.window.SparseWindow;
import io.graydiff.window.Window;
import io.graydiff.window.WindowRing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the windows of one comparison from its ring, judges them and publishes the result. One
 * thread calls {@link #work} over and over; another may {@link #end} it.
 */
final class ComparisonJudge {
  private static final Logger LOG = LoggerFactory.getLogger(ComparisonJudge.class);

  private static final long SAVE_MILLIS = 5_000;

  private final ComparisonSpec spec;
  private final WindowRing ring;
  private final Roster roster;
  private final ComparisonProfile profile;
  private final ComparisonFailures failures;
  private final Supplier<List<String>> refusals;
  private final WindowDecoder decoder;
  private final ComparisonEngine engine;
  private final AaSplit falseAlarms;
  private final Instruments instruments;
  private final CostReport cost;
  private final PublishedComparisons to;
  private final InstantSource clock;
  private final Instant startedAt;
  private final SparseWindow raw;
  private final Optional<StateFolder> saved;
  private long next;
  private long savedAtMillis;
  private double seconds;
  private long overwritten;
  private boolean ended;

  ComparisonJudge(
      ComparisonSpec spec,
      WindowRing ring,
      Roster roster,
      ComparisonProfile profile,
      ComparisonFailures failures,
      Supplier<List<String>> refusals,
      CostReport cost,
      PublishedComparisons to,
      InstantSource clock,
      Optional<StateFolder> saved) {
    this.spec = spec;
    this.ring = ring;
    this.roster = roster;
    this.profile = profile;
    this.failures = failures;
    this.refusals = refusals;
    this.decoder = new WindowDecoder(roster, spec.signals());
    this.saved = saved;
    Optional<StateFolder.Saved> before = saved.flatMap(folder -> folder.load(spec));
    this.engine =
        before
            .map(state -> ComparisonEngine.resume(spec.engine(), state.engine()))
            .orElseGet(() -> new ComparisonEngine(spec.engine()));
    this.falseAlarms =
        before
            .map(state -> AaSplit.resume(spec.engine(), state.falseAlarms()))
            .orElseGet(() -> new AaSplit(spec.engine()));
    this.seconds = before.map(state -> state.engine().seconds()).orElse(0.0);
    this.instruments = new Instruments(roster, spec.signals());
    this.cost = cost;
    this.to = to;
    this.clock = clock;
    this.startedAt =
        before.map(state -> Instant.parse(state.startedAt())).orElseGet(clock::instant);
    this.raw = new SparseWindow();
    ring.taken(next);
  }

  /** Judges the windows that have closed since; false if there was none. */
  synchronized boolean work() {
    boolean any = false;
    while (!ended && next < ring.head()) {
      switch (ring.read(next, raw)) {
        case COMPLETE -> {
          judge(decoder.decode(next, raw));
          any = true;
          next++;
          ring.taken(next);
        }
        case OVERRUN -> {
          LOG.warn("{}: {} windows from {} on were overwritten", spec.name(), raw.lost(), next);
          overwritten += raw.lost();
          next += raw.lost();
          ring.taken(next);
        }
        case NOT_PUBLISHED -> {
          return any;
        }
      }
    }
    return any;
  }

  /** Nothing is published from now on. */
  synchronized void end() {
    ended = true;
    ring.taken(Long.MAX_VALUE);
  }

  private void judge(Window window) {
    seconds += window.seconds();
    engine.measuredBy(instruments.present());
    engine.accept(window);
    falseAlarms.accept(window);
    List<String> notes = new ArrayList<>(engine.notes());
    notes.addAll(refusals.get());
    if (decoder.requestsLeftOut() > 0) {
      notes.add(
          decoder.requestsLeftOut()
              + " requests were counted but not timed, because other probes were open meanwhile");
    }
    if (overwritten > 0) {
      notes.add(overwritten + " windows were overwritten before they were judged; use longer ones");
    }
    ComparisonResult result =
        new ComparisonResult(
            spec.name(),
            startedAt,
            seconds,
            group(GroupRole.BASELINE, spec.baseline()),
            group(GroupRole.CANARY, spec.canary()),
            engine.assessment(),
            cost.cost(),
            cost.loss(),
            notes,
            new ComparisonResult.Findings(profile(), builds(), events()));
    to.publish(
        new Published(
            result,
            engine.cumulativeBaseline(),
            engine.cumulativeCanary(),
            clock.instant(),
            falseAlarms.alarms(),
            falseAlarms.trials(),
            cost.probes()));
    save();
  }

  private Profile profile() {
    ComparisonProfile.Newest newest = profile.newest();
    return ProfileComparison.of(
        newest.baseline().serving(engine.cumulativeBaseline().exposure().requests() / seconds),
        newest.canary().serving(engine.cumulativeCanary().exposure().requests() / seconds),
        spec.engine().alpha(),
        newest.lost());
  }

  /** The one that happened last comes first. */
  private List<ComparisonResult.Event> events() {
    List<ComparisonResult.Event> events = new ArrayList<>();
    for (ComparisonFailures.Entry entry : failures.newest()) {
      Failure failure = entry.failure();
      events.add(
          0,
          new ComparisonResult.Event(
              failure.kind().name().toLowerCase(Locale.ROOT),
              entry.role().id(),
              failure.function(),
              failure.type(),
              failure.text(),
              entry.count(),
              entry.first(),
              entry.last()));
    }
    return events;
  }

  /** Keeps what a restart goes on from. */
  private void save() {
    long now = clock.millis();
    if (saved.isPresent() && now - savedAtMillis >= SAVE_MILLIS) {
      savedAtMillis = now;
      saved.get().save(spec, startedAt.toString(), engine.state(), falseAlarms.state());
    }
  }

  /** What tells the builds of the present processes apart; nothing while a group is empty. */
  private List<ComparisonResult.BuildDifference> builds() {
    List<BuildFacts> baseline = builds(GroupRole.BASELINE);
    List<BuildFacts> canary = builds(GroupRole.CANARY);
    if (baseline.isEmpty() || canary.isEmpty()) {
      return List.of();
    }
    return BuildFacts.between(baseline, canary).stream()
        .map(
            d ->
                new ComparisonResult.BuildDifference(
                    d.aspect().name().toLowerCase(Locale.ROOT),
                    d.name(),
                    List.copyOf(d.baseline()),
                    List.copyOf(d.canary())))
        .toList();
  }

  private List<BuildFacts> builds(GroupRole role) {
    return roster.entries().stream()
        .filter(entry -> entry.role() == role && entry.present())
        .map(entry -> entry.observation().build())
        .distinct()
        .toList();
  }

  private ComparisonResult.Group group(GroupRole role, Selectors selectors) {
    return new ComparisonResult.Group(
        selectors.toString(),
        roster.entries().stream()
            .filter(entry -> entry.role() == role)
            .map(entry -> entry.process().build().goVersion())
            .distinct()
            .sorted()
            .toList(),
        processes(role, true),
        processes(role, false));
  }

  private List<ComparisonResult.Process> processes(GroupRole role, boolean present) {
    return roster.entries().stream()
        .filter(entry -> entry.role() == role && entry.present() == present)
        .map(ComparisonJudge::process)
        .toList();
  }

  private static ComparisonResult.Process process(Roster.Entry entry) {
    GoProcess process = entry.process();
    return new ComparisonResult.Process(
        process.pid(),
        process.exe(),
        process.build().goVersion(),
        process.build().module(),
        entry.lastWords());
  }
}
