package io.graydiff.publish;

import io.graydiff.profile.GoroutineCount;
import io.graydiff.profile.GoroutineRow;
import io.graydiff.profile.Profile;
import io.graydiff.profile.Share;
import io.graydiff.signal.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The profile in the report: CPU by class, the functions whose share of CPU and of allocated bytes
 * was shown to differ, and where the goroutines are whose number differs most. A pure function.
 */
final class ProfileSection {
  private static final int NAME = 44;
  private static final int FIGURE = 12;
  private static final int ROWS = 5;

  private final Profile profile;
  private final HumanUnits units;
  private final List<Line> lines = new ArrayList<>();

  private ProfileSection(Profile profile, HumanUnits units) {
    this.profile = profile;
    this.units = units;
  }

  /** The lines; none when nothing was sampled and no goroutine counted. */
  static List<Line> lines(Profile profile, HumanUnits units) {
    ProfileSection section = new ProfileSection(profile, units);
    section.cpu();
    section.allocations();
    section.goroutines();
    return section.lines;
  }

  private void cpu() {
    if (profile.classes().isEmpty()) {
      return;
    }
    long baseline = profile.baseline().samples();
    long canary = profile.canary().samples();
    head(format("CPU by class, of %,d and %,d samples", baseline, canary));
    profile.classes().forEach(this::share);
    List<Share> shown = shown(profile.functions());
    head(
        shown.isEmpty()
            ? "CPU by function: no share was shown to differ"
            : "CPU by function, shown to differ");
    shown.forEach(this::share);
  }

  private void allocations() {
    if (profile.allocations().isEmpty()) {
      return;
    }
    List<Share> shown = shown(profile.allocations());
    head(
        shown.isEmpty()
            ? "Allocated bytes by function: no share was shown to differ"
            : "Allocated bytes by function, shown to differ");
    shown.forEach(this::share);
  }

  private static List<Share> shown(List<Share> shares) {
    return shares.stream().filter(Share::shown).limit(ROWS).toList();
  }

  private void goroutines() {
    List<GoroutineRow> rows = profile.goroutines().stream().limit(ROWS).toList();
    if (rows.isEmpty()) {
      return;
    }
    head("Goroutines by creator and state (growth; longest without running)");
    rows.forEach(
        row ->
            lines.add(
                row(
                    row.place().creator() + ", " + row.place().state(),
                    count(row.baseline()),
                    count(row.canary()))));
    double stride = Math.max(profile.baseline().stride(), profile.canary().stride());
    if (stride > 1) {
      lines.add(
          new Line().space(2).add("estimated from one goroutine in " + HumanUnits.number(stride)));
    }
  }

  private static String count(GoroutineCount count) {
    String growth = count.growth() == 0 ? "" : format("%+,d, ", count.growth());
    return format("%,d (%s%s)", count.count(), growth, HumanUnits.duration(count.oldestSeconds()));
  }

  private void head(String text) {
    lines.add(new Line().add(text, Line.Style.DIM));
  }

  private void share(Share share) {
    Line line = row(share.name(), figure(share.baseline()), figure(share.canary()));
    if (share.shown()) {
      line.add(
          "  "
              + points(share.difference())
              + " ["
              + points(share.low())
              + ", "
              + points(share.high())
              + "]");
    }
    lines.add(line);
  }

  private String figure(Share.Part part) {
    String share = units.share(part.share());
    if (!Double.isNaN(part.perRequest())) {
      return share + " " + units.value(part.perRequest(), Unit.BYTES) + "/req";
    }
    return Double.isNaN(part.perSecond())
        ? share
        : share + " " + units.value(part.perSecond(), Unit.BYTES) + "/s";
  }

  /** A difference of shares, in percentage points. */
  private static String points(double difference) {
    return format("%+.1f", difference * 100);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private static Line row(String name, String baseline, String canary) {
    return new Line()
        .space(2)
        .left(name, NAME, Line.Style.PLAIN)
        .right(baseline, width(baseline), Line.Style.PLAIN)
        .space(2)
        .right(canary, width(canary), Line.Style.PLAIN);
  }

  private static int width(String figure) {
    return Math.max(FIGURE, figure.length());
  }
}
