package io.graydiff.collect;

import io.graydiff.target.ProcessLookup;
import io.graydiff.target.ProcessScan;
import io.graydiff.target.ProcessScanner;
import java.io.IOException;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all comparisons which processes there are: at once what the kernel's events hint at, every
 * five seconds who is new, and every half minute, or when an event was lost, what each process is
 * now. Each look is taken once, however many comparisons there are. For the collector's thread,
 * except where a method says otherwise.
 */
public final class ProcessFollower {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessFollower.class);
  private static final long LISTING_NANOS = 5_000_000_000L;
  private static final long SCAN_NANOS = 30_000_000_000L;
  private static final long APART_NANOS = 1_000_000_000L;

  private final ProcessScanner scanner;
  private final KernelProbes kernel;
  private volatile boolean lookSoon;
  private long lastListing;
  private long nextListing;
  private long nextScan;
  private long eventsLost;

  /**
   * @param scanner nobody else uses it
   */
  public ProcessFollower(ProcessScanner scanner, KernelProbes kernel) {
    this.scanner = scanner;
    this.kernel = kernel;
  }

  /** For a comparison that insists on its processes. */
  public ProcessScanner scanner() {
    return scanner;
  }

  /** Who matches may have changed: a listing within a second. For any thread. */
  public void lookSoon() {
    lookSoon = true;
  }

  /** Looks around if it is time. */
  void work(long now, Collection<ComparisonCollector> comparisons) {
    if (now - nextListing >= 0 || (lookSoon && now - lastListing >= APART_NANOS)) {
      lookSoon = false; // before the look: what changes during it is a reason for another
      lastListing = now;
      nextListing = now + LISTING_NANOS;
      try {
        ProcessScan scan = isScanDue(now) ? scanner.scan() : scanner.scanNew();
        comparisons.forEach(comparison -> comparison.scanned(scan, now));
      } catch (IOException e) {
        LOG.warn("cannot list processes: {}", e.getMessage());
      }
    }
  }

  private boolean isScanDue(long now) {
    long lost = kernel.eventsLost();
    if (now - nextScan < 0 && lost == eventsLost) {
      return false;
    }
    eventsLost = lost;
    nextScan = now + SCAN_NANOS;
    return true;
  }

  /** A process began a program, or ended. */
  void look(int pid, long now, Collection<ComparisonCollector> comparisons) {
    ProcessLookup lookup = scanner.look(pid);
    comparisons.forEach(comparison -> comparison.looked(pid, lookup, now));
  }
}
