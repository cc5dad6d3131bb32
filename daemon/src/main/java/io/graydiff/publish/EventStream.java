package io.graydiff.publish;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Hands each published window to every open /api/v1/stream. Publishing encodes the result once and
 * leaves it with each client's event loop: it never waits for a client.
 */
final class EventStream implements AutoCloseable {
  /** More clients than this are refused. */
  static final int MAX_CLIENTS = 64;

  private final PublishedComparisons comparisons;
  private final Set<EventStreamClient> clients = ConcurrentHashMap.newKeySet();
  private final LongAdder dropped = new LongAdder();
  private final PublishedComparisons.Subscription subscription;

  /**
   * One window on the wire.
   *
   * @param comparison its name
   * @param bytes the encoded event
   */
  record Event(String comparison, byte[] bytes) {
    static Event of(Published published) {
      String json = new String(JsonResult.bytes(published.result()), StandardCharsets.UTF_8);
      String text = "id: " + published.result().windows() + "\ndata: " + json + "\n\n";
      return new Event(published.name(), text.getBytes(StandardCharsets.UTF_8));
    }
  }

  EventStream(PublishedComparisons comparisons, MeterRegistry registry) {
    this.comparisons = comparisons;
    this.subscription = comparisons.subscribe(this::send);
    Gauge.builder("graydiff.stream.clients", clients, Set::size)
        .description("Open event streams.")
        .register(registry);
    FunctionCounter.builder("graydiff.stream.dropped.windows", dropped, LongAdder::sum)
        .description("Windows that slow event stream clients did not get.")
        .register(registry);
  }

  /** Whether one more client is welcome. */
  boolean hasRoom() {
    return clients.size() < MAX_CLIENTS;
  }

  /** Sends a new client what is there, and from now on every window. */
  void join(EventStreamClient client) {
    clients.add(client);
    comparisons.all().forEach(published -> client.offer(Event.of(published)));
  }

  void leave(EventStreamClient client) {
    clients.remove(client);
  }

  void countDropped(long windows) {
    dropped.add(windows);
  }

  /** Windows that slow clients did not get, all together. */
  long dropped() {
    return dropped.sum();
  }

  private void send(Published published) {
    if (!clients.isEmpty()) {
      Event event = Event.of(published);
      clients.forEach(client -> client.offer(event));
    }
  }

  @Override
  public void close() {
    subscription.close();
    clients.forEach(EventStreamClient::end);
  }
}
