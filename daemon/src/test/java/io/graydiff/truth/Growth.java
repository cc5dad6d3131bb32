package io.graydiff.truth;

import io.graydiff.histogram.BucketLayout;
import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Signal;
import io.graydiff.window.Measures;
import io.graydiff.window.Series;

/** What one group was measured to do between two moments. */
record Growth(Measures before, Measures after) {

  /** Events of a signal of kind COUNT. */
  long count(Signal signal) {
    return Math.round(
        after.counts().getOrDefault(signal, 0.0) - before.counts().getOrDefault(signal, 0.0));
  }

  /** The values of a series. */
  Histogram values(Series series) {
    Histogram was = before.distributions().getOrDefault(series, Histogram.EMPTY);
    Histogram is = after.distributions().getOrDefault(series, Histogram.EMPTY);
    long[] counts = new long[BucketLayout.BUCKETS];
    for (int bucket = 0; bucket < counts.length; bucket++) {
      counts[bucket] = is.count(bucket) - was.count(bucket);
    }
    return Histogram.of(counts, is.sum() - was.sum());
  }

  /** The values of a whole signal. */
  Histogram values(Signal signal) {
    return values(Series.whole(signal));
  }

  /** Heap allocations in the bucket of a size. */
  long allocations(int sizeBytes) {
    return values(Signal.ALLOC_SIZE).count(BucketLayout.indexOf(sizeBytes));
  }

  /** HTTP requests, as rates are divided by them. */
  long requests() {
    return Math.round(after.exposure().requests() - before.exposure().requests());
  }

  /** The bucket in which the median lies. */
  static int medianBucket(Histogram histogram) {
    return BucketLayout.indexOf((long) Math.ceil(histogram.quantile(0.5)));
  }
}
