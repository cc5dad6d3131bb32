package io.graydiff.publish;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest state of every comparison. Any thread may read, without waiting: readers see one
 * immutable map behind a volatile reference. Writers exclude each other.
 */
public final class PublishedComparisons {
  private static final Logger LOG = LoggerFactory.getLogger(PublishedComparisons.class);

  private final List<Consumer<Published>> subscribers = new CopyOnWriteArrayList<>();
  private volatile SortedMap<String, Entry> entries = Collections.emptySortedMap();

  private record Entry(Published newest, Timeline timeline) {}

  /** Ends a subscription. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Replaces what is known of this comparison and tells the subscribers, in the caller's thread.
   */
  public void publish(Published published) {
    replace(published);
    for (Consumer<Published> subscriber : subscribers) {
      try {
        subscriber.accept(published);
      } catch (RuntimeException e) {
        LOG.warn("A subscriber failed on a window of {}", published.name(), e);
      }
    }
  }

  private synchronized void replace(Published published) {
    SortedMap<String, Entry> next = new TreeMap<>(entries);
    Timeline timeline =
        Optional.ofNullable(next.get(published.name()))
            .map(Entry::timeline)
            .orElse(Timeline.EMPTY)
            .plus(published);
    next.put(published.name(), new Entry(published, timeline));
    entries = Collections.unmodifiableSortedMap(next);
  }

  /** Forgets a comparison that is no longer configured. */
  public synchronized void remove(String name) {
    SortedMap<String, Entry> next = new TreeMap<>(entries);
    next.remove(name);
    entries = Collections.unmodifiableSortedMap(next);
  }

  /** The newest state of one comparison, empty before its first window and for unknown names. */
  public Optional<Published> newest(String name) {
    return Optional.ofNullable(entries.get(name)).map(Entry::newest);
  }

  /** The newest state of every comparison, by name. */
  public List<Published> all() {
    Collection<Entry> all = entries.values();
    return all.stream().map(Entry::newest).toList();
  }

  /** How the changes of one comparison developed. */
  public Optional<Timeline> timeline(String name) {
    return Optional.ofNullable(entries.get(name)).map(Entry::timeline);
  }

  /**
   * Calls the subscriber after each window of any comparison, in the publishing thread; it must
   * return at once.
   */
  public Subscription subscribe(Consumer<Published> subscriber) {
    subscribers.add(subscriber);
    return () -> subscribers.remove(subscriber);
  }
}
