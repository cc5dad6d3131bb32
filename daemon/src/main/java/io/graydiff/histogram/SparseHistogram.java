package io.graydiff.histogram;

import java.util.ArrayList;
import java.util.List;

/**
 * A histogram as its non-empty buckets only: the form in which state is kept and saved.
 *
 * @param buckets indices of the non-empty buckets, ascending
 * @param counts their counts, in the same order
 * @param sum the exact sum of the values
 */
public record SparseHistogram(List<Integer> buckets, List<Long> counts, double sum) {
  public static final SparseHistogram EMPTY = new SparseHistogram(List.of(), List.of(), 0);

  public SparseHistogram {
    if (buckets.size() != counts.size()) {
      throw new IllegalArgumentException(
          buckets.size() + " bucket indices but " + counts.size() + " counts");
    }
    buckets = List.copyOf(buckets);
    counts = List.copyOf(counts);
  }

  /** The non-empty buckets of a histogram. */
  public static SparseHistogram of(Histogram histogram) {
    List<Integer> buckets = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    for (int i = histogram.firstBucket(); i < histogram.endBucket(); i++) {
      if (histogram.count(i) != 0) {
        buckets.add(i);
        counts.add(histogram.count(i));
      }
    }
    return new SparseHistogram(buckets, counts, histogram.sum());
  }

  /** The same counts with every bucket. */
  public Histogram toHistogram() {
    if (buckets.isEmpty()) {
      return Histogram.EMPTY;
    }
    long[] all = new long[BucketLayout.BUCKETS];
    for (int i = 0; i < buckets.size(); i++) {
      all[buckets.get(i)] = counts.get(i);
    }
    return Histogram.of(all, sum);
  }
}
