package io.graydiff.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventStreamTest {
  private final PublishedComparisons comparisons = new PublishedComparisons();
  private final EventStream stream = new EventStream(comparisons, new SimpleMeterRegistry());

  @Test
  void sendsTheNewestAtOnceAndThenEachWindowOverRealHttp() throws Exception {
    try (TestServer http = new TestServer();
        BufferedReader lines = open(http, "/api/v1/stream")) {
      http.comparisons.publish(new PublishedFixture("a", 1).windows(7).build());
      assertThat(nextData(lines)).contains("\"comparison\":\"a\"", "\"windows\":7");
      http.comparisons.publish(new PublishedFixture("a", 1).windows(8).build());
      assertThat(nextData(lines)).contains("\"windows\":8");
      try (BufferedReader late = open(http, "/api/v1/stream")) {
        assertThat(nextData(late)).contains("\"windows\":8");
      }
    }
  }

  @Test
  void sendsOnlyTheComparisonThatIsAskedFor() throws Exception {
    try (TestServer http = new TestServer();
        BufferedReader lines = open(http, "/api/v1/stream?comparison=b")) {
      http.comparisons.publish(new PublishedFixture("a", 1).build());
      http.comparisons.publish(new PublishedFixture("b", 1).build());
      assertThat(nextData(lines)).contains("\"comparison\":\"b\"");
    }
  }

  @Test
  void refusesMoreStreamsThanItCanServe() throws Exception {
    try (TestServer http = new TestServer()) {
      List<BufferedReader> streams = new ArrayList<>();
      for (int i = 0; i < EventStream.MAX_CLIENTS; i++) {
        streams.add(open(http, "/api/v1/stream"));
      }
      assertThat(http.get("/api/v1/stream").statusCode()).isEqualTo(503);
      assertThat(http.get("/healthz").statusCode()).isEqualTo(200);
      for (BufferedReader stream : streams) {
        stream.close();
      }
    }
  }

  @Test
  void endsOpenStreamsWhenTheServerCloses() throws Exception {
    try (TestServer http = new TestServer();
        BufferedReader lines = open(http, "/api/v1/stream")) {
      http.server.close();
      assertThat(lines.readLine()).isNull();
    }
  }

  @Test
  void aSlowClientGetsTheNewestWindowsAndTheNumberItMissed() {
    EmbeddedChannel channel = new EmbeddedChannel();
    EventStreamClient client = join(channel, Optional.empty());
    slow(channel, true);
    for (int i = 1; i <= 20; i++) {
      comparisons.publish(new PublishedFixture("a", 1).windows(i).build());
    }
    channel.runPendingTasks();
    assertThat(events(channel)).isEmpty();

    slow(channel, false);
    channel.runPendingTasks();
    client.channelWritabilityChanged(channel.pipeline().firstContext());
    List<String> events = events(channel);
    assertThat(events.get(0)).isEqualTo("event: dropped\ndata: {\"windows\":12}\n\n");
    assertThat(events.subList(1, events.size()))
        .hasSize(EventStreamClient.CAPACITY)
        .first()
        .asString()
        .startsWith("id: 13\n");
    assertThat(stream.dropped()).isEqualTo(12);
  }

  @Test
  void givesASignOfLifeWhenNothingHappens() {
    EmbeddedChannel channel = new EmbeddedChannel();
    join(channel, Optional.empty());
    channel.pipeline().fireUserEventTriggered(IdleStateEvent.FIRST_ALL_IDLE_STATE_EVENT);
    assertThat(events(channel)).containsExactly(": alive\n\n");
  }

  @Test
  void forgetsClientsThatGoAway() {
    EmbeddedChannel channel = new EmbeddedChannel();
    join(channel, Optional.empty());
    channel.close();
    comparisons.publish(new PublishedFixture("a", 1).build());
    assertThat(stream.hasRoom()).isTrue();
    assertThat(events(channel)).isEmpty();
  }

  private EventStreamClient join(EmbeddedChannel channel, Optional<String> only) {
    channel.pipeline().addLast(new ChannelOutboundHandlerAdapter());
    EventStreamClient client = new EventStreamClient(channel, stream, only);
    channel.pipeline().addLast(client);
    client.begin();
    assertThat((Object) channel.readOutbound()).isInstanceOf(HttpResponse.class);
    return client;
  }

  private static void slow(EmbeddedChannel channel, boolean slow) {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, !slow);
  }

  private static List<String> events(EmbeddedChannel channel) {
    List<String> events = new ArrayList<>();
    for (Object out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      if (out instanceof HttpContent content) {
        ByteBuf bytes = content.content();
        events.add(bytes.toString(UTF_8));
        content.release();
      }
    }
    return events;
  }

  private static BufferedReader open(TestServer http, String path) throws Exception {
    var response =
        http.client.send(
            HttpRequest.newBuilder(http.uri(path)).build(), BodyHandlers.ofInputStream());
    assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
    return new BufferedReader(new InputStreamReader(response.body(), UTF_8));
  }

  private static String nextData(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.startsWith("data: ")) {
      line = lines.readLine();
    }
    return String.valueOf(line);
  }
}
