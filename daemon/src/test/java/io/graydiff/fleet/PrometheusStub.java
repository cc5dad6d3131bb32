package io.graydiff.fleet;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/** Answers queries with what was recorded, by the first recorded part that a query contains. */
final class PrometheusStub implements AutoCloseable {
  static final String EMPTY = "{\"status\":\"success\",\"data\":{\"result\":[]}}";

  final Map<String, String> lastHeaders = new ConcurrentHashMap<>();
  private final Map<String, String> answers = new LinkedHashMap<>();
  private final HttpServer server;
  private final String scheme;
  private volatile int status = 200;
  private volatile String otherwise = EMPTY;

  PrometheusStub() throws IOException {
    this(HttpServer.create(), "http");
  }

  private PrometheusStub(HttpServer server, String scheme) throws IOException {
    this.server = server;
    this.scheme = scheme;
    server.bind(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/prom/api/v1/",
        exchange -> {
          exchange
              .getRequestHeaders()
              .forEach((name, values) -> lastHeaders.put(name, values.get(0)));
          String form =
              URLDecoder.decode(
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                  StandardCharsets.UTF_8);
          byte[] body =
              answers.entrySet().stream()
                  .filter(answer -> form.contains(answer.getKey()))
                  .map(Map.Entry::getValue)
                  .findFirst()
                  .orElse(otherwise)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  /** One that speaks TLS. */
  static PrometheusStub withTls(SSLContext context) throws IOException {
    HttpsServer server = HttpsServer.create();
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new PrometheusStub(server, "https");
  }

  PrometheusStub answer(String part, String json) {
    answers.put(part, json);
    return this;
  }

  PrometheusStub refuse(int with, String body) {
    status = with;
    otherwise = body;
    return this;
  }

  String url() {
    return scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/prom";
  }

  PrometheusClient client() throws PrometheusException {
    return PrometheusClient.of(url(), HttpAccess.OPEN);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
