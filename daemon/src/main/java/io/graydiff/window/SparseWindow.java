package io.graydiff.window;

/**
 * A window as a reader copies it out of a {@link WindowRing}: the buckets that changed and by how
 * much. Made once by a reader and filled again and again; grows with the longest window that it has
 * held. Belongs to that reader's thread.
 */
public final class SparseWindow {
  private int[] words = {};
  long startNanos;
  long endNanos;
  int entries;
  int omitted;
  long lost;

  /** Copies the entries that begin at an offset. */
  void take(int[] from, int offset, int newEntries) {
    if (words.length < 2 * newEntries) {
      words = new int[Math.max(2 * newEntries, 2 * words.length)];
    }
    System.arraycopy(from, offset, words, 0, 2 * newEntries);
    entries = newEntries;
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
