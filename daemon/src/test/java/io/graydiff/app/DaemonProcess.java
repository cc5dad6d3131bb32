package io.graydiff.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graydiff.fixture.GraydiffProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A daemon in a process of its own, asked by its port and by what it writes. */
final class DaemonProcess implements AutoCloseable {
  private static final Pattern URL = Pattern.compile("metrics and page: (http://\\S+)");
  private static final int PATIENCE_SECONDS = 60;
  private static final int ENOUGH_WINDOWS = 3;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final Process process;
  private final Path log;

  /**
   * One comparison, as it was published last.
   *
   * @param startedAt when it began; empty if there is none
   * @param windows so far
   */
  record Seen(String startedAt, long windows) {
    static final Seen NOTHING = new Seen("", 0);

    /** Whether there are a few windows more, or a few of a comparison that began anew. */
    boolean hasGrownSince(Seen before) {
      return windows >= ENOUGH_WINDOWS + (startedAt.equals(before.startedAt) ? before.windows : 0);
    }
  }

  /** All comparisons, by name. */
  record All(Map<String, Seen> byName) {
    Seen of(String name) {
      return byName.getOrDefault(name, Seen.NOTHING);
    }
  }

  /** Starts it with a configuration file and more options. */
  DaemonProcess(Path file, String... options) throws IOException {
    log = Files.createTempFile(file.getParent(), "daemon", ".log");
    List<String> command =
        new ArrayList<>(List.of("daemon", "--verbose", "--config=" + file, "--listen=127.0.0.1:0"));
    command.addAll(List.of(options));
    process = GraydiffProcess.of(command).redirectError(log.toFile()).start();
  }

  /** Waits until each of these was published with a few windows more than now. */
  All await(String... names) throws Exception {
    All now = seen();
    awaitTrue(
        "windows of " + String.join(", ", names),
        () -> {
          All then = seen();
          return Stream.of(names).allMatch(name -> then.of(name).hasGrownSince(now.of(name)));
        });
    return seen();
  }

  /** What is published now; nothing before it listens. */
  All seen() throws Exception {
    Matcher url = URL.matcher(logged());
    Map<String, Seen> all = new TreeMap<>();
    if (url.find()) {
      URI uri = URI.create(url.group(1)).resolve("/api/v1/comparisons");
      HttpResponse<String> response =
          http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      for (JsonNode result : json.readTree(response.body())) {
        all.put(
            result.at("/comparison").textValue(),
            new Seen(result.at("/startedAt").textValue(), result.at("/windows").longValue()));
      }
    }
    return new All(all);
  }

  /** What it has written so far. */
  String logged() throws IOException {
    return Files.readString(log);
  }

  /** Waits until it has written this. */
  void awaitLog(String text) throws Exception {
    awaitTrue("\"" + text + "\" in the log", () -> logged().contains(text));
  }

  /** Waits until something is so. */
  void awaitTrue(String what, Condition condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.holds()) {
      assertThat(process.isAlive()).as("the daemon lives; it said: %s", logged()).isTrue();
      assertThat(System.nanoTime()).as("waiting for %s", what).isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  /** Something that becomes true. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  /** Sends SIGHUP. */
  void hangUp() throws Exception {
    new ProcessBuilder("kill", "-HUP", String.valueOf(process.pid())).start().waitFor();
  }

  /** Sends SIGTERM, and gives the exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  /** Sends SIGKILL, and waits until it is gone. */
  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
