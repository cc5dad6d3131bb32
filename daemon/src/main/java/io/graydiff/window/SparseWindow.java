package io.graydiff.window;

/**
 * A window as a reader copies it out of a {@link WindowRing}: the buckets that changed and by how
 * much. Made once by a reader and filled again and again; belongs to that reader's thread.
 */
public final class SparseWindow {
  final int[] words;
  long startNanos;
  long endNanos;
  int entries;
  int omitted;
  long lost;

  /**
   * @param intsPerSlot as of the ring
   */
  public SparseWindow(int intsPerSlot) {
    this.words = new int[intsPerSlot];
  }

  /** Start of the window on the monotonic clock. */
  public long startNanos() {
    return startNanos;
  }

  /** End of the window on the monotonic clock. */
  public long endNanos() {
    return endNanos;
  }

  /** Number of entries; an index may occur more than once, then its deltas add up. */
  public int entries() {
    return entries;
  }

  /** Flat bucket index of an entry. */
  public int index(int entry) {
    return words[2 * checked(entry)];
  }

  /** By how much that bucket grew in the window. */
  public int delta(int entry) {
    return words[2 * checked(entry) + 1];
  }

  /** Entries that did not fit into the window. */
  public int omitted() {
    return omitted;
  }

  /** After an overrun: windows from the one asked for on that are gone. */
  public long lost() {
    return lost;
  }

  private int checked(int entry) {
    if (entry < 0 || entry >= entries) {
      throw new IndexOutOfBoundsException("entry " + entry + " of " + entries);
    }
    return entry;
  }
}
