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
    return share(
        name,
        new Share.Part(b, share((double) b, (double) baseline.samples()), Double.NaN, Double.NaN),
        new Share.Part(c, share((double) c, (double) canary.samples()), Double.NaN, Double.NaN),
        (double) baseline.samples(),
        (double) canary.samples(),
        z);
  }

  /** The difference of two shares, each of so many independent samples. */
  private static Share share(
      String name, Share.Part b, Share.Part c, double ofBaseline, double ofCanary, double z) {
    if (!(ofBaseline > 0 && ofCanary > 0)) {
      return new Share(name, b, c, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    double p = c.share();
    double q = b.share();
    double[] wilsonP = wilson(p, ofCanary, z);
    double[] wilsonQ = wilson(q, ofBaseline, z);
    return new Share(
        name,
        b,
        c,
        p - q - Math.hypot(p - wilsonP[0], wilsonQ[1] - q),
        p - q + Math.hypot(wilsonP[1] - p, q - wilsonQ[0]));
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
    return share(
        name,
        allocated(b, ofBaseline, baseline),
        allocated(c, ofCanary, canary),
        ofBaseline.effectiveSamples(),
        ofCanary.effectiveSamples(),
        z);
  }

  private static Share.Part allocated(SampledBytes part, SampledBytes whole, GroupProfile group) {
    double perSecond = share(part.bytes(), group.allocationSeconds());
    return new Share.Part(
        part.samples(),
        share(part.bytes(), whole.bytes()),
        perSecond,
        perSecond / group.requestsPerSecond());
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
