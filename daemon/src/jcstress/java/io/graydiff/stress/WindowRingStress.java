package io.graydiff.stress;

import io.graydiff.window.SparseWindow;
import io.graydiff.window.WindowRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Guards the two fences of {@link WindowRing}: a reader that takes a window while its slot is being
 * written for the first time and again must see all of it or be told. Without the order between the
 * odd version and the words, or between the words and the second look at the version, words of both
 * windows mix.
 */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "not published yet")
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "the first window, whole")
@Outcome(id = "-1, -1, -1", expect = Expect.ACCEPTABLE, desc = "overwritten, and told so")
@Outcome(expect = Expect.FORBIDDEN, desc = "torn")
@State
public class WindowRingStress {
  private final WindowRing ring = new WindowRing(2, 4);
  private final SparseWindow window = new SparseWindow();

  @Actor
  public void writer() {
    for (int s = 1; s <= 3; s++) {
      ring.begin(s);
      ring.put(s, s);
      ring.put(s, s);
      ring.publish(s);
    }
  }

  @Actor
  public void reader(III_Result r) {
    switch (ring.read(0, window)) {
      case COMPLETE -> {
        boolean whole = window.startNanos() == 1 && window.endNanos() == 1 && window.entries() == 2;
        r.r1 = whole ? window.delta(0) : -2;
        r.r2 = whole ? window.index(1) : -2;
        r.r3 = whole ? window.delta(1) : -2;
      }
      case OVERRUN -> {
        r.r1 = -1;
        r.r2 = -1;
        r.r3 = -1;
      }
      case NOT_PUBLISHED -> {
        r.r1 = 0;
        r.r2 = 0;
        r.r3 = 0;
      }
    }
  }
}
