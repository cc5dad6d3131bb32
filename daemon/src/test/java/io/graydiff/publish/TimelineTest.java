package io.graydiff.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.compare.Assessment;
import io.graydiff.compare.Changes;
import io.graydiff.compare.ComparisonResult;
import io.graydiff.signal.Signal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final Published ANY = new PublishedFixture("a", 1).build();

  @Test
  void keepsEveryWindowWhileThereIsRoom() {
    assertThat(after(100).points()).extracting(Timeline.Point::windows).hasSize(100).contains(57L);
  }

  @Test
  void staysBoundedAndKeepsTheWholeRunInView() {
    Timeline timeline = after(5_001);
    List<Long> windows = timeline.points().stream().map(Timeline.Point::windows).toList();
    assertThat(windows).hasSizeBetween(Timeline.CAPACITY / 2, Timeline.CAPACITY);
    assertThat(windows.get(0)).isEqualTo(timeline.stride());
    assertThat(windows).last().isEqualTo(5_001L);
    assertThat(windows).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void keepsTheChangesOfWholesOnly() {
    assertThat(after(1).points().get(0).changes())
        .containsKeys(Signal.PARK_LATENCY, Signal.GOROUTINE_CREATED);
    assertThat(after(1).points().get(0).changes().get(Signal.PARK_LATENCY)).hasSize(4);
  }

  private static Timeline after(int windows) {
    Timeline timeline = Timeline.EMPTY;
    for (int i = 1; i <= windows; i++) {
      timeline = timeline.plus(withWindows(i));
    }
    return timeline;
  }

  private static Published withWindows(long windows) {
    ComparisonResult r = ANY.result();
    ComparisonResult result =
        new ComparisonResult(
            r.comparison(),
            r.startedAt(),
            r.durationSeconds(),
            r.baseline(),
            r.canary(),
            new Assessment(windows, r.signals(), r.verdict(), Changes.NONE, Optional.empty()),
            r.cost(),
            r.loss(),
            r.notes(),
            ComparisonResult.Findings.NONE);
    return new Published(result, ANY.baseline(), ANY.canary(), ANY.verdictAt(), 0, 0, ANY.probes());
  }
}
