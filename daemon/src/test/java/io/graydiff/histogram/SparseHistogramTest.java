package io.graydiff.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SparseHistogramTest {
  @Property(tries = 100)
  void aHistogramSurvivesTheWayThroughItsNonEmptyBuckets(@ForAll @Size(max = 100) long[] values) {
    Histogram histogram = Histogram.ofValues(values);

    assertThat(SparseHistogram.of(histogram).toHistogram()).isEqualTo(histogram);
  }

  @Test
  void countsBeyondTheGreatestLongStayThere() {
    long[] counts = new long[BucketLayout.BUCKETS];
    counts[5] = Long.MAX_VALUE;
    counts[6] = 1;
    Histogram histogram = Histogram.of(counts, 1e19);

    assertThat(histogram.count()).isEqualTo(Long.MAX_VALUE);
    assertThat(histogram.plus(histogram).count(5)).isEqualTo(Long.MAX_VALUE);
  }
}
