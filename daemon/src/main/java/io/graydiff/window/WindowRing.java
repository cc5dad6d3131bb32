package io.graydiff.window;

/**
 * Hands windows from the one thread that closes them to any number of threads that read them.
 *
 * <p>Threads: one writer ({@link #begin}, {@link #put}, {@link #publish}), many readers ({@link
 * #head}, {@link #read}).
 *
 * <p>Progress: the writer is wait-free and never waits for a reader; a read is wait-free, it copies
 * once and then either holds a whole window or knows that it does not. Memory is allocated only for
 * a window longer than those before it, so that a ring takes what its windows need.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A window that {@link Read#COMPLETE} reports is one that the writer published, whole.
 *   <li>A window that was overwritten is reported as {@link Read#OVERRUN}, with the number of
 *       windows lost; never as another one.
 *   <li>Who sees {@link #head} at n may read windows n-1 and before, as far as they are still kept:
 *       the newest {@code slots - 1} for certain, as the writer may be filling one slot.
 * </ol>
 *
 * <p>Each slot is a sequence lock: the writer makes its version odd, fills it, and makes it even;
 * the reader takes the version before and after copying. See {@link RingMemory} for the layout and
 * the order.
 */
public final class WindowRing {
  /** What came of a read. */
  public enum Read {
    /** The window was copied whole. */
    COMPLETE,
    /** The window is not published yet. */
    NOT_PUBLISHED,
    /** The window was overwritten; see {@link SparseWindow#lost()}. */
    OVERRUN
  }

  private final RingMemory memory;
  private final int capacity;

  private long writing;
  private boolean open;
  private int entries;
  private int omitted;

  /**
   * @param slots windows kept, at least 2
   * @param intsPerSlot at most; two for each changed bucket
   */
  public WindowRing(int slots, int intsPerSlot) {
    if (slots < 2 || intsPerSlot < 2) {
      throw new IllegalArgumentException(
          "a ring takes at least 2 slots of 2 ints, got " + slots + " of " + intsPerSlot);
    }
    this.memory = new RingMemory(slots, intsPerSlot);
    this.capacity = intsPerSlot / 2;
  }

  /**
   * Writer: whether the next window would overwrite none that a reader has still to take; true as
   * long as no reader has said what it took.
   */
  public boolean hasRoom() {
    long taken = memory.takenAcquire();
    return taken < 0 || writing - taken < memory.slots();
  }

  /** The one reader that a writer may ask about: it needs no window before this one any more. */
  public void taken(long sequence) {
    memory.takenRelease(sequence);
  }

  /** Writer: opens the next window. */
  public void begin(long startNanos) {
    if (open) {
      throw new IllegalStateException("window " + writing + " is still open");
    }
    int slot = memory.slotOf(writing);
    memory.versionOpaque(slot, RingMemory.writing(writing));
    RingMemory.orderWrites();
    memory.timeOpaque(slot, RingMemory.START, startNanos);
    open = true;
    entries = 0;
    omitted = 0;
  }

  /**
   * Writer: adds a bucket that changed.
   *
   * @param index flat bucket index
   * @param delta by how much it grew; more than an int holds takes several entries
   * @return false when the window is full: the entry is counted as omitted
   */
  public boolean put(int index, int delta) {
    requireOpen();
    if (entries == capacity) {
      omitted++;
      return false;
    }
    int slot = memory.slotOf(writing);
    int offset = RingMemory.HEADER + 2 * entries;
    int[] row = memory.rowForPair(slot, offset);
    row[offset] = index;
    row[offset + 1] = delta;
    entries++;
    return true;
  }

  /** Writer: closes the window and shows it to the readers. */
  public void publish(long endNanos) {
    requireOpen();
    int slot = memory.slotOf(writing);
    memory.wordPlain(slot, RingMemory.ENTRIES, entries);
    memory.wordPlain(slot, RingMemory.OMITTED, omitted);
    memory.timeOpaque(slot, RingMemory.END, endNanos);
    memory.versionRelease(slot, RingMemory.complete(writing));
    writing++;
    memory.headRelease(writing);
    open = false;
  }

  /** Readers: the number of windows published so far, which is the next one's sequence. */
  public long head() {
    return memory.headAcquire();
  }

  /**
   * Readers: copies a window.
   *
   * @param sequence 0 for the first window
   * @param into where to copy it; holds nothing of use unless the outcome is COMPLETE
   */
  public Read read(long sequence, SparseWindow into) {
    if (sequence < 0) {
      throw new IllegalArgumentException("window " + sequence);
    }
    int slot = memory.slotOf(sequence);
    long wanted = RingMemory.complete(sequence);
    long version = memory.versionAcquire(slot);
    if (version < wanted) {
      return Read.NOT_PUBLISHED;
    }
    if (version > wanted) {
      return overrun(sequence, version, into);
    }
    copy(slot, into);
    RingMemory.orderReads();
    long after = memory.versionOpaque(slot);
    return after == wanted ? Read.COMPLETE : overrun(sequence, after, into);
  }

  private void copy(int slot, SparseWindow into) {
    into.startNanos = memory.timeOpaque(slot, RingMemory.START);
    into.endNanos = memory.timeOpaque(slot, RingMemory.END);
    int[] row = memory.rowAcquire(slot);
    into.omitted = row[RingMemory.OMITTED];
    into.take(row, RingMemory.HEADER, row[RingMemory.ENTRIES]);
  }

  /** The slot has gone on to a later window: the one it held before and all older ones are gone. */
  private Read overrun(long sequence, long version, SparseWindow into) {
    long inSlot = (version - 1) / 2;
    into.entries = 0;
    into.lost = Math.max(head() - memory.slots(), inSlot - memory.slots() + 1) - sequence;
    return Read.OVERRUN;
  }

  private void requireOpen() {
    if (!open) {
      throw new IllegalStateException("no window is open; begin one first");
    }
  }
}
