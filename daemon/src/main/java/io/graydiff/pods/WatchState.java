package io.graydiff.pods;

import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether what is known of the pods is up to date. A watch that ends and begins again within
 * seconds is normal and no loss. One thread calls {@link #observe}, the rest is for any.
 */
final class WatchState {
  private static final Logger LOG = LoggerFactory.getLogger(WatchState.class);
  static final long GRACE_NANOS = 5_000_000_000L;

  private OptionalLong lostSince = OptionalLong.empty();
  private volatile String cause = "the watch has ended";
  private volatile Optional<String> stale = Optional.empty();

  /** What was wrong the last time that something was. */
  void failed(String why) {
    cause = why;
  }

  /**
   * How the watch is now.
   *
   * @param watching whether every change would be seen
   * @param known how many pods are known
   */
  void observe(boolean watching, int known, long nowNanos) {
    if (watching) {
      lostSince = OptionalLong.empty();
      if (stale.isPresent()) {
        stale = Optional.empty();
        LOG.warn("pods are watched again; {} are known on this node", known);
      }
    } else if (lostSince.isEmpty()) {
      lostSince = OptionalLong.of(nowNanos);
    } else if (nowNanos - lostSince.getAsLong() >= GRACE_NANOS) {
      if (stale.isEmpty()) {
        LOG.warn("{}; going on with the {} pods that are known on this node", cause, known);
      }
      stale = Optional.of(cause);
    }
  }

  /** Why pods may have changed without being noticed; empty while they are watched. */
  Optional<String> staleness() {
    return stale;
  }
}
