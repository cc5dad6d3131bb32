package io.graydiff.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Compares the profiles of two groups. The intervals on differences of shares hold for all
 * functions of a table at once (Bonferroni), at the time of one look: CPU samples by Newcombe's
 * hybrid score interval for two proportions (1998, method 10), allocated bytes by the variance of a
 * ratio of weighted sums. They take samples as independent, so a difference between processes of
 * one group is no part of them. Pure functions.
 */
public final class ProfileComparison {
  private static final int ROWS = 10;

  /** A function with fewer samples in both groups together cannot be told from chance. */
  private static final int ENOUGH_SAMPLES = 5;

  private final GroupProfile baseline;
  private final GroupProfile canary;
  private final double alpha;

  private ProfileComparison(GroupProfile baseline, GroupProfile canary, double alpha) {
    this.baseline = baseline;
    this.canary = canary;
    this.alpha = alpha;
  }

  /**
   * Compares.
   *
   * @param alpha two-sided error of each table
   * @param lost stacks that found the ring full
   */
  public static Profile of(GroupProfile baseline, GroupProfile canary, double alpha, long lost) {
    ProfileComparison comparison = new ProfileComparison(baseline, canary, alpha);
    return new Profile(
        baseline,
        canary,
        comparison.classes(),
        comparison.functions(),
        comparison.allocations(),
        comparison.goroutines(),
        lost);
  }

  private List<Share> classes() {
    List<Share> shares = new ArrayList<>();
    double z = z(CpuClass.values().length);
    for (CpuClass type : CpuClass.values()) {
      long b = baseline.classes().getOrDefault(type, 0L);
      long c = canary.classes().getOrDefault(type, 0L);
      if (b + c > 0) {
        shares.add(cpu(type.id(), b, c, z));
      }
    }
    return shares;
  }

  private List<Share> functions() {
    Set<String> names = new HashSet<>(baseline.functions().keySet());
    names.addAll(canary.functions().keySet());
    names.removeIf(
        name ->
            baseline.functions().getOrDefault(name, 0L) + canary.functions().getOrDefault(name, 0L)
                < ENOUGH_SAMPLES);
    double z = z(names.size());
    return most(
        names.stream()
            .map(
                name ->
                    cpu(
                        name,
                        baseline.functions().getOrDefault(name, 0L),
                        canary.functions().getOrDefault(name, 0L),
                        z))
            .toList());
  }

  private Share cpu(String name, long b, long c, double z) {
    long ofBaseline = baseline.samples();
    long ofCanary = canary.samples();
    double p = share(c, ofCanary);
    double q = share(b, ofBaseline);
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    if (ofBaseline > 0 && ofCanary > 0) {
      double[] wilsonP = wilson(p, ofCanary, z);
      double[] wilsonQ = wilson(q, ofBaseline, z);
      low = p - q - Math.hypot(p - wilsonP[0], wilsonQ[1] - q);
      high = p - q + Math.hypot(wilsonP[1] - p, q - wilsonQ[0]);
    }
    return new Share(
        name, new Share.Part(b, q, Double.NaN), new Share.Part(c, p, Double.NaN), low, high);
  }

  private static double share(double part, double whole) {
    return whole > 0 ? part / whole : Double.NaN;
  }

  /** The score interval of a proportion. */
  private static double[] wilson(double p, double n, double z) {
    double centre = p + z * z / (2 * n);
    double reach = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    double scale = 1 + z * z / n;
    return new double[] {(centre - reach) / scale, (centre + reach) / scale};
  }

  private List<Share> allocations() {
    Set<String> names = new HashSet<>(baseline.allocations().keySet());
    names.addAll(canary.allocations().keySet());
    names.removeIf(name -> samples(baseline, name) + samples(canary, name) < ENOUGH_SAMPLES);
    double z = z(names.size());
    SampledBytes ofBaseline = baseline.allocated();
    SampledBytes ofCanary = canary.allocated();
    return most(names.stream().map(name -> allocation(name, ofBaseline, ofCanary, z)).toList());
  }

  private static long samples(GroupProfile group, String name) {
    return group.allocations().getOrDefault(name, SampledBytes.NONE).samples();
  }

  private Share allocation(String name, SampledBytes ofBaseline, SampledBytes ofCanary, double z) {
    SampledBytes b = baseline.allocations().getOrDefault(name, SampledBytes.NONE);
    SampledBytes c = canary.allocations().getOrDefault(name, SampledBytes.NONE);
    double q = share(b.bytes(), ofBaseline.bytes());
    double p = share(c.bytes(), ofCanary.bytes());
    double reach = z * Math.sqrt(variance(b, ofBaseline, q) + variance(c, ofCanary, p));
    boolean both = ofBaseline.samples() > 0 && ofCanary.samples() > 0;
    return new Share(
        name,
        new Share.Part(b.samples(), q, share(b.bytes(), baseline.allocationSeconds())),
        new Share.Part(c.samples(), p, share(c.bytes(), canary.allocationSeconds())),
        both ? p - q - reach : Double.NEGATIVE_INFINITY,
        both ? p - q + reach : Double.POSITIVE_INFINITY);
  }

  /**
   * Of a share of weighted samples, by the delta method. A share of 0 or 1 is taken as if one
   * sample more had been otherwise, else chance would seem to be none.
   */
  private static double variance(SampledBytes part, SampledBytes whole, double share) {
    double mean = whole.squares() / Math.max(1, whole.samples());
    double inside = Math.max(part.squares(), mean);
    double outside = Math.max(whole.squares() - part.squares(), mean);
    double total = whole.bytes() * whole.bytes();
    return ((1 - share) * (1 - share) * inside + share * share * outside) / total;
  }

  private List<GoroutineRow> goroutines() {
    Map<GoroutineCount.Place, GoroutineCount> b = baseline.goroutines();
    Map<GoroutineCount.Place, GoroutineCount> c = canary.goroutines();
    Set<GoroutineCount.Place> places = new HashSet<>(b.keySet());
    places.addAll(c.keySet());
    ToDoubleFunction<GoroutineRow> difference =
        row ->
            Math.abs(
                (double) row.canary().count() / Math.max(1, canary.counted())
                    - (double) row.baseline().count() / Math.max(1, baseline.counted()));
    return places.stream()
        .map(
            place ->
                new GoroutineRow(
                    place,
                    b.getOrDefault(place, GoroutineCount.NONE),
                    c.getOrDefault(place, GoroutineCount.NONE)))
        .sorted(
            Comparator.comparingDouble(difference)
                .thenComparingLong(row -> row.baseline().count() + row.canary().count())
                .reversed()
                .thenComparing(row -> row.place().creator())
                .thenComparing(row -> row.place().state()))
        .limit(ROWS)
        .toList();
  }

  /** Those that were shown to differ first, then by how much they differ. */
  private static List<Share> most(List<Share> shares) {
    return shares.stream()
        .sorted(
            Comparator.comparing(Share::shown)
                .thenComparingDouble(ProfileComparison::size)
                .reversed()
                .thenComparing(Share::name))
        .limit(ROWS)
        .toList();
  }

  private static double size(Share share) {
    return Double.isNaN(share.difference()) ? 0 : Math.abs(share.difference());
  }

  private double z(int tests) {
    return NormalDistribution.of(0, 1).inverseSurvivalProbability(alpha / 2 / Math.max(1, tests));
  }
}
