package io.graydiff.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublishedComparisonsTest {
  private final PublishedComparisons comparisons = new PublishedComparisons();

  @Test
  void showsTheNewestOfEachNameInOrderOfNames() {
    comparisons.publish(new PublishedFixture("b", 1).build());
    comparisons.publish(new PublishedFixture("a", 1).windows(3).build());
    Published newest = new PublishedFixture("a", 1).windows(4).build();
    comparisons.publish(newest);

    assertThat(comparisons.newest("a")).containsSame(newest);
    assertThat(comparisons.all()).extracting(Published::name).containsExactly("a", "b");
    assertThat(comparisons.newest("c")).isEmpty();
  }

  @Test
  void forgetsWhatIsRemoved() {
    comparisons.publish(new PublishedFixture("a", 1).build());
    comparisons.remove("a");
    assertThat(comparisons.all()).isEmpty();
    assertThat(comparisons.timeline("a")).isEmpty();
  }

  @Test
  void tellsSubscribersOfEachWindowUntilTheyLeave() {
    List<Long> seen = new ArrayList<>();
    PublishedComparisons.Subscription subscription =
        comparisons.subscribe(published -> seen.add(published.result().windows()));
    comparisons.publish(new PublishedFixture("a", 1).windows(1).build());
    comparisons.publish(new PublishedFixture("a", 1).windows(2).build());
    subscription.close();
    comparisons.publish(new PublishedFixture("a", 1).windows(3).build());
    assertThat(seen).containsExactly(1L, 2L);
  }

  @Test
  void aFailingSubscriberKeepsTheWindowFromNobodyElse() {
    List<Published> seen = new ArrayList<>();
    comparisons.subscribe(
        published -> {
          throw new IllegalStateException("broken on purpose");
        });
    comparisons.subscribe(seen::add);
    comparisons.publish(new PublishedFixture("a", 1).build());
    assertThat(seen).hasSize(1);
  }
}
