package io.graydiff.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Prometheus with its own port and data directory, scraping one target each second. */
final class PrometheusServer implements AutoCloseable {
  private static final String BINARY = "/usr/bin/prometheus";
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final Path log;
  private final int port;

  PrometheusServer(Path directory, int target, String... options) throws IOException {
    port = freePort();
    log = directory.resolve("prometheus.log");
    Path config = directory.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: { scrape_interval: 1s }
        scrape_configs:
          - job_name: graydiff
            static_configs: [ { targets: ["127.0.0.1:%d"] } ]
        """
            .formatted(target));
    List<String> command = new ArrayList<>(List.of(BINARY, "--config.file=" + config));
    command.add("--storage.tsdb.path=" + directory.resolve("data"));
    command.add("--web.listen-address=127.0.0.1:" + port);
    command.addAll(List.of(options));
    process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  /** The value of the only series that the query finds, once there is one. */
  double single(String query) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() < deadline && process.isAlive()) {
      JsonNode found = query(query);
      if (found.size() == 1) {
        return Double.parseDouble(found.at("/0/value/1").textValue());
      }
      if (found.size() > 1) {
        throw new AssertionError(query + " finds " + found.size() + " series: " + found);
      }
      Thread.sleep(200);
    }
    throw new AssertionError(query + " finds nothing; log:\n" + Files.readString(log));
  }

  /** All series that the query finds now. */
  JsonNode query(String query) throws IOException, InterruptedException {
    String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=" + encoded);
    try {
      String body =
          client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
      JsonNode result = new ObjectMapper().readTree(body).at("/data/result");
      return result.isMissingNode() ? new ObjectMapper().createArrayNode() : result;
    } catch (java.net.ConnectException | com.fasterxml.jackson.core.JsonParseException e) {
      return new ObjectMapper().createArrayNode();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
