package io.graydiff.goruntime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParkAgesTest {
  private final ParkAges ages = new ParkAges();

  @Test
  void aGoroutineThatHasNotRunGrowsOlder() {
    assertThat(ages.age(5, 71, 14, 3, 1000)).isZero();
    assertThat(ages.age(5, 71, 14, 3, 1500)).isEqualTo(500);
    assertThat(ages.age(5, 71, 14, 3, 2500)).isEqualTo(1500);
  }

  @Test
  void oneThatRanOrEndedBeginsAnew() {
    ages.age(5, 71, 14, 3, 1000);
    assertThat(ages.age(5, 71, 14, 4, 2000)).as("ran and waits again").isZero();
    assertThat(ages.age(5, 72, 14, 4, 3000)).as("another one in its place").isZero();
    assertThat(ages.age(5, 72, 9, 4, 4000)).as("waits for something else").isZero();
  }

  @Test
  void agesAreKeptWhenTheListGrows() {
    ages.age(5, 71, 14, 3, 1000);
    ages.reserve(10_000);
    assertThat(ages.age(5, 71, 14, 3, 3000)).isEqualTo(2000);
  }

  @Test
  void ofTwoThatShareAPlaceNeitherIsTakenForOlder() {
    ages.reserve(1 << 20);
    long far = 5 + (1 << 16);
    ages.age(5, 71, 14, 3, 1000);
    assertThat(ages.age(far, 72, 14, 3, 2000)).isZero();
    assertThat(ages.age(5, 71, 14, 3, 3000)).isZero();
  }
}
