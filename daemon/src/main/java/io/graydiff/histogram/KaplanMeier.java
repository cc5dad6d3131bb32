package io.graydiff.histogram;

/**
 * The product-limit estimate of Kaplan and Meier (1958) over buckets: the distribution of durations
 * of which some are known only to be longer than what was seen, because the window closed first.
 *
 * <p>Written as Efron's redistribution to the right: going upward, the mass of the values cut off
 * in a bucket is spread over everything longer. Within a bucket endings come before cuts. When the
 * longest value is itself cut off it is taken as an ending, so that the mass stays whole: the far
 * tail is then a lower bound, and the sample says from where on. Pure functions.
 */
public final class KaplanMeier {
  private static final double ROUNDING = 1e-9;

  private KaplanMeier() {}

  /**
   * The estimated distribution.
   *
   * @param ended durations of spans that began and ended in the window
   * @param cut durations so far of spans that began in the window and were still open at its end
   * @return a sample as large as both histograms together
   */
  public static WeightedSample estimate(Histogram ended, Histogram cut) {
    if (cut.isEmpty()) {
      return WeightedSample.of(ended);
    }
    int first =
        ended.isEmpty() ? cut.firstBucket() : Math.min(ended.firstBucket(), cut.firstBucket());
    int end = Math.max(ended.endBucket(), cut.endBucket());
    double[] weights = new double[end - first];
    double total = (double) ended.count() + cut.count();
    double atRisk = total;
    double surviving = total;
    double sum = 0;
    int last = first;
    for (int i = first; i < end; i++) {
      long here = ended.count(i) + cut.count(i);
      if (here == 0) {
        continue;
      }
      last = i;
      weights[i - first] = surviving * (ended.count(i) / atRisk);
      surviving -= weights[i - first];
      atRisk -= here;
      sum += weights[i - first] * middle(i);
    }
    // What rounding leaves of a mass that has ended is none.
    double beyond = surviving > ROUNDING * total ? surviving : 0;
    weights[last - first] += Math.max(0, surviving);
    sum += Math.max(0, surviving) * middle(last);
    return new WeightedSample(weights, first, sum / total, beyond);
  }

  private static double middle(int bucket) {
    return (BucketLayout.lower(bucket) + BucketLayout.upper(bucket)) / 2.0;
  }
}
