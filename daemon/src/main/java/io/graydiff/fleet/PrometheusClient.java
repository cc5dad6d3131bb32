package io.graydiff.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * The HTTP API of Prometheus, or of what speaks it too (Thanos, Mimir). For any thread; each call
 * waits for its answer.
 */
public final class PrometheusClient {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(120);
  private static final int MOST_OF_AN_ERROR = 65_536;

  private final HttpClient http;
  private final URI base;
  private final HttpAccess access;

  private PrometheusClient(HttpClient http, URI base, HttpAccess access) {
    this.http = http;
    this.base = base;
    this.access = access;
  }

  /**
   * A client of the server at this address, to which {@code /api/v1} is added.
   *
   * @throws PrometheusException when it is no address of a server, or one with a password in it
   */
  public static PrometheusClient of(String url, HttpAccess access) throws PrometheusException {
    URI base;
    try {
      base = URI.create(url.endsWith("/") ? url : url + "/");
    } catch (IllegalArgumentException e) {
      throw new PrometheusException(
          "'" + url + "' is not a URL; write http://HOST:PORT or https://HOST/PATH", e);
    }
    boolean web = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
    if (!web || base.getHost() == null || base.getQuery() != null) {
      throw new PrometheusException(
          "'" + url + "' is no address of a server; write http://HOST:PORT or https://HOST/PATH");
    }
    if (base.getUserInfo() != null) {
      throw new PrometheusException(
          "the URL of Prometheus holds a password, which others can see on the command line; put"
              + " it into a file for --http.config.file");
    }
    HttpClient.Builder http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT);
    access.tls().ifPresent(http::sslContext);
    return new PrometheusClient(http.build(), base, access);
  }

  /** What a query finds at a moment. */
  List<Sample> instant(String query, double atSeconds) throws PrometheusException {
    List<Sample> samples = new ArrayList<>();
    post(
        "query",
        Map.of("query", query, "time", seconds(atSeconds)),
        answer ->
            SeriesReader.read(
                answer,
                new Grid(atSeconds, 1, 1),
                (labels, values) -> samples.add(new Sample(labels, values[0]))));
    return samples;
  }

  /** What a query finds at every point of a grid. */
  void range(String query, Grid grid, SeriesReader.Handler handler) throws PrometheusException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("query", query);
    form.put("start", seconds(grid.start()));
    form.put("end", seconds(grid.end()));
    form.put("step", seconds(grid.step()));
    post("query_range", form, answer -> SeriesReader.read(answer, grid, handler));
  }

  /** The server's own clock, in seconds since 1970. */
  public double now() throws PrometheusException {
    double[] now = {Double.NaN};
    post(
        "query",
        Map.of("query", "time()"),
        answer -> now[0] = new ObjectMapper().readTree(answer).at("/data/result/1").asDouble());
    return now[0];
  }

  private static String seconds(double value) {
    return BigDecimal.valueOf(value).toPlainString();
  }

  @FunctionalInterface
  private interface Answer {
    void read(InputStream body) throws IOException, PrometheusException;
  }

  private void post(String call, Map<String, String> form, Answer answer)
      throws PrometheusException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve("api/v1/" + call))
            .timeout(ANSWER)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept-Encoding", "gzip")
            .POST(BodyPublishers.ofString(encoded(form)));
    access.headers().forEach(request::header);
    try {
      HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
      try (InputStream body = body(response)) {
        if (response.statusCode() != 200) {
          throw refused(response.statusCode(), body.readNBytes(MOST_OF_AN_ERROR));
        }
        answer.read(body);
      }
    } catch (IOException e) {
      throw new PrometheusException(
          "Prometheus at " + base + " cannot be read: " + reason(e) + "; check --prometheus", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PrometheusException("interrupted while Prometheus answered", e);
    }
  }

  private static InputStream body(HttpResponse<InputStream> response) throws IOException {
    boolean packed =
        response.headers().firstValue("Content-Encoding").filter("gzip"::equals).isPresent();
    return packed ? new GZIPInputStream(response.body()) : response.body();
  }

  private PrometheusException refused(int status, byte[] body) {
    String advice =
        switch (status) {
          case 401, 403 -> "; give a token or password by --http.config.file";
          case 404 -> "; check --prometheus, to which /api/v1 is added";
          default -> "";
        };
    return new PrometheusException(
        "Prometheus at " + base + " answers " + status + ": " + said(body) + advice);
  }

  /** Prometheus's own words, or the first line of whatever else answered. */
  private static String said(byte[] body) {
    try {
      JsonNode error = new ObjectMapper().readTree(body).path("error");
      if (error.isTextual()) {
        return error.textValue();
      }
    } catch (IOException e) {
      return firstLine(body);
    }
    return firstLine(body);
  }

  private static String firstLine(byte[] body) {
    return new String(body, StandardCharsets.UTF_8).lines().findFirst().orElse("nothing else");
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
