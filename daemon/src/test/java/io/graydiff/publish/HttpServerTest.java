package io.graydiff.publish;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
  private final TestServer http = new TestServer();

  HttpServerTest() throws ListenException {}

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void listsAllResultsAndServesEachByName() throws Exception {
    http.comparisons.publish(new PublishedFixture("checkout", 1).build());
    http.comparisons.publish(new PublishedFixture("pay/ments ä", 2).build());
    JsonNode all = json(http.get("/api/v1/comparisons"));
    assertThat(all).hasSize(2);
    assertThat(all.at("/0/comparison").textValue()).isEqualTo("checkout");
    JsonNode one = json(http.get("/api/v1/comparisons/pay%2Fments%20%C3%A4"));
    assertThat(one.get("comparison").textValue()).isEqualTo("pay/ments ä");
  }

  @Test
  void servesDistributionsOfOneSeries() throws Exception {
    http.comparisons.publish(new PublishedFixture("checkout", 1).build());
    JsonNode node =
        json(
            http.get(
                "/api/v1/comparisons/checkout/distributions?signal=gc.pause"
                    + "&label=mark%20termination"));
    assertThat(node.get("signals")).hasSize(1);
    JsonNode buckets = node.at("/signals/0/canary");
    long total = 0;
    for (JsonNode count : buckets.get("counts")) {
      total += count.longValue();
    }
    assertThat(total).isEqualTo(buckets.get("count").longValue()).isPositive();
    assertThat(buckets.at("/lower/0").doubleValue()).isLessThan(buckets.at("/upper/0").asDouble());
    assertThat(json(http.get("/api/v1/comparisons/checkout/distributions")).get("signals"))
        .hasSize(13);
  }

  @Test
  void servesTheTimeline() throws Exception {
    http.comparisons.publish(new PublishedFixture("checkout", 1).windows(1).build());
    http.comparisons.publish(new PublishedFixture("checkout", 1).windows(2).build());
    JsonNode timeline = json(http.get("/api/v1/comparisons/checkout/timeline"));
    assertThat(timeline.get("points")).hasSize(2);
    assertThat(timeline.at("/points/1/signals/gc.pause/1/statistic").textValue()).isEqualTo("p95");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/api/v1/comparisons/other",
        "/api/v1/comparisons/other/distributions",
        "/gate/other",
        "/api/v1"
      })
  void unknownPathsAndNamesAre404WithAJsonError(String path) throws Exception {
    HttpResponse<String> response = http.get(path);
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(json(response).get("error").textValue()).isNotBlank();
  }

  @Test
  void theErrorForAnUnknownNameTellsTheKnownOnes() throws Exception {
    http.comparisons.publish(new PublishedFixture("checkout", 1).build());
    assertThat(http.get("/gate/chekout").body())
        .contains("no comparison is named 'chekout'; there are: checkout");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
  void otherMethodsAre405WithTheAllowedOnes(String method) throws Exception {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(http.uri("/metrics"))
                .method(method, BodyPublishers.noBody())
                .build());
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("allow")).contains("GET, HEAD");
    assertThat(json(response).get("error").textValue()).contains("use GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/metrics", "/healthz", "/api/v1/comparisons", "/gate/x", "/api/v1/stream"})
  void headHasTheHeadersOfGetAndNoBody(String path) throws Exception {
    http.comparisons.publish(new PublishedFixture("x", 1).build());
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(http.uri(path)).method("HEAD", BodyPublishers.noBody()).build());
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().firstValue("content-type")).isPresent();
    assertThat(response.headers().firstValueAsLong("content-length")).isPresent();
  }

  @Test
  void isReadyOnceTheConditionHoldsAndAWindowHasClosed() throws Exception {
    http.notReady = Optional.of("probes are not attached yet");
    HttpResponse<String> response = http.get("/readyz");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(json(response).get("error").textValue()).isEqualTo("probes are not attached yet");
    http.notReady = Optional.empty();
    assertThat(http.get("/readyz").body()).contains("no window has closed yet");
    http.comparisons.publish(new PublishedFixture("checkout", 1).windows(1).build());
    assertThat(http.get("/readyz").statusCode()).isEqualTo(200);
    assertThat(http.get("/readyz").body()).isEqualTo("ready\n");
    http.note = Optional.of("pods are as last known");
    assertThat(http.get("/readyz").statusCode()).isEqualTo(200);
    assertThat(http.get("/readyz").body()).isEqualTo("ready\npods are as last known\n");
    assertThat(http.get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void isReadyWithoutProcessesAndSaysOfWhichGroup() throws Exception {
    http.comparisons.publish(new PublishedFixture("a", 1).groups(true, false).build());
    http.comparisons.publish(new PublishedFixture("b", 1).groups(false, true).build());
    http.comparisons.publish(new PublishedFixture("c", 1).groups(false, false).build());
    http.comparisons.publish(new PublishedFixture("d", 1).build());
    assertThat(http.get("/readyz").statusCode()).isEqualTo(200);
    assertThat(http.get("/readyz").body())
        .isEqualTo(
            """
            ready
            comparison a has no process of the canary
            comparison b has no process of the baseline
            comparison c has no process of either group
            """);
  }

  @Test
  void exportsItsOwnMetersBesideTheComparisons() throws Exception {
    http.comparisons.publish(new PublishedFixture("checkout", 1).build());
    assertThat(http.get("/metrics").body())
        .contains("graydiff_verdict{", "jvm_memory_used_bytes{", "process_cpu_seconds_total")
        .contains("netty_eventexecutor_tasks_pending{", "netty_allocator_memory_used{")
        .contains("graydiff_stream_clients 0.0", "graydiff_stream_dropped_windows_total 0.0");
  }

  @Test
  void compressesForClientsThatAsk() throws Exception {
    HttpResponse<byte[]> response =
        http.client.send(
            HttpRequest.newBuilder(http.uri("/metrics")).header("accept-encoding", "gzip").build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
    assertThat(response.body()).startsWith(0x1f, 0x8b);
  }

  @Test
  void keepsAConnectionForSeveralRequests() throws Exception {
    String request = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    String last = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    assertThat(raw(request + last).split("200 OK", -1)).hasSize(3);
  }

  @Test
  void refusesOversizedAndMalformedRequests() throws Exception {
    String line = "GET /" + "a".repeat(HttpPipeline.MAX_LINE_BYTES) + " HTTP/1.1\r\n\r\n";
    assertThat(raw(line)).startsWith("HTTP/1.1 414");
    String header =
        "GET / HTTP/1.1\r\nX: " + "a".repeat(HttpPipeline.MAX_HEADER_BYTES) + "\r\n\r\n";
    assertThat(raw(header)).startsWith("HTTP/1.1 431");
    String body = "POST /gate/x HTTP/1.1\r\nContent-Length: 70000\r\n\r\n";
    assertThat(raw(body)).startsWith("HTTP/1.1 413");
    assertThat(raw("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400");
    assertThat(raw("GET /%zz HTTP/1.1\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 400");
  }

  @Test
  void closesConnectionsThatAskNothing() throws Exception {
    try (TestServer impatient = new TestServer(1);
        Socket socket = new Socket("127.0.0.1", impatient.server.address().getPort())) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void saysInOneLineWhyItCannotListen() {
    int port = http.server.address().getPort();
    HttpServer.Sources sources =
        new HttpServer.Sources(
            http.comparisons, AgentMeters.newRegistry(), Optional::empty, () -> http.now);
    assertThatThrownBy(() -> HttpServer.start(new InetSocketAddress("127.0.0.1", port), sources))
        .isInstanceOf(ListenException.class)
        .hasMessage(
            "cannot listen on 127.0.0.1:"
                + port
                + ": address in use; choose another with --listen");
    assertThatThrownBy(
            () ->
                HttpServer.start(
                    InetSocketAddress.createUnresolved("no.such.invalid", 80), sources))
        .hasMessageStartingWith("cannot listen on no.such.invalid:80: unknown host");
    assertThatThrownBy(() -> HttpServer.start(new InetSocketAddress("192.0.2.1", 0), sources))
        .hasMessageContaining("not an address of this machine");
  }

  @Test
  void freesThePortWhenClosed() throws Exception {
    InetSocketAddress address = http.server.address();
    http.server.close();
    assertThatThrownBy(() -> http.get("/healthz")).isInstanceOf(IOException.class);
    try (HttpServer again =
        HttpServer.start(
            address,
            new HttpServer.Sources(
                http.comparisons, AgentMeters.newRegistry(), Optional::empty, () -> http.now))) {
      assertThat(again.address()).isEqualTo(address);
    }
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", http.server.address().getPort())) {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    return new ObjectMapper().readTree(response.body());
  }
}
