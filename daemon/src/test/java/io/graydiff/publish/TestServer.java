package io.graydiff.publish;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;

/** A real server on a free port, with a clock and a readiness that tests set. */
final class TestServer implements AutoCloseable {
  final PublishedComparisons comparisons = new PublishedComparisons();
  final PrometheusMeterRegistry registry = AgentMeters.newRegistry();
  final HttpServer server;
  final HttpClient client = HttpClient.newHttpClient();
  volatile Instant now = PublishedFixture.START.plusSeconds(61);
  volatile Optional<String> notReady = Optional.empty();
  volatile Optional<String> note = Optional.empty();

  private final AgentMeters meters;

  TestServer() throws ListenException {
    this(60);
  }

  TestServer(int idleSeconds) throws ListenException {
    meters = AgentMeters.bind(registry);
    registry
        .getPrometheusRegistry()
        .register(new PrometheusExposition(comparisons, new BuildInfo("0.1.0", "abc")));
    server =
        HttpServer.start(
            new InetSocketAddress("127.0.0.1", 0),
            new HttpServer.Sources(comparisons, registry, new SetReadiness(), () -> now),
            idleSeconds);
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    server.close();
    meters.close();
  }

  private final class SetReadiness implements Readiness {
    @Override
    public Optional<String> whyNotReady() {
      return notReady;
    }

    @Override
    public Optional<String> note() {
      return note;
    }
  }
}
