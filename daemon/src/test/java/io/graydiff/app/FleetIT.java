package io.graydiff.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graydiff.fixture.PrometheusServer;
import io.graydiff.fleet.Load;
import io.graydiff.fleet.ReplayedAgent;
import io.graydiff.window.Measures;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus scrapes five agents that replay windows. The groups are on different agents but
 * for one; one agent restarts and one goes away while it lasts.
 */
class FleetIT {
  private static final double WINDOW = 0.25;
  private static final int REQUESTS = 150;
  private static final double MEDIAN_NANOS = 2e6;
  private static final int SECONDS = 30;

  private final List<ReplayedAgent> agents = new ArrayList<>();
  private final List<Load> loads = new ArrayList<>();
  private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicBoolean reconfigure = new AtomicBoolean();
  private int tick;

  @TempDir private Path folder;

  @BeforeEach
  void start() throws Exception {
    for (int i = 0; i < 5; i++) {
      agents.add(new ReplayedAgent());
      loads.add(new Load(100 + i));
    }
    ticker.scheduleAtFixedRate(this::tick, 0, (long) (WINDOW * 1e3), TimeUnit.MILLISECONDS);
  }

  @AfterEach
  void stop() {
    ticker.shutdownNow();
    agents.forEach(ReplayedAgent::close);
  }

  /** Agents 0 and 1 have the baseline, 2 and 3 the canary, 4 a process of each. */
  private void tick() {
    tick++;
    if (reconfigure.getAndSet(false)) {
      agents.forEach(agent -> agent.select("revision=abc123"));
    }
    for (int i = 0; i < agents.size(); i++) {
      boolean baseline = i < 2 || i == 4;
      boolean canary = i >= 2;
      replay(i, "slower", baseline, canary, 1.25);
      replay(i, "same", baseline, canary, 1);
    }
    if (tick == 40) {
      agents.get(1).restart();
    }
    if (tick == 60) {
      agents.get(4).close();
    }
  }

  private void replay(int agent, String comparison, boolean b, boolean c, double factor) {
    Load load = loads.get(agent);
    Measures baseline = b ? load.window(REQUESTS, MEDIAN_NANOS, WINDOW) : Measures.NONE;
    Measures canary = c ? load.window(REQUESTS / 3, factor * MEDIAN_NANOS, WINDOW) : Measures.NONE;
    agents.get(agent).window(comparison, WINDOW, baseline, canary);
  }

  private PrometheusServer prometheus() throws Exception {
    return PrometheusServer.configured(
        folder,
        """
        global: { scrape_interval: 500ms, evaluation_interval: 500ms }
        scrape_configs:
          - job_name: graydiff
            static_configs: [ { targets: [%s] } ]
        """
            .formatted(
                agents.stream()
                    .map(agent -> '"' + agent.target() + '"')
                    .collect(Collectors.joining(","))));
  }

  @Test
  void theFleetIsJudgedAsOneWhereNoAgentSeesBothGroups() throws Exception {
    try (PrometheusServer prometheus = prometheus()) {
      prometheus.await(
          "max(count_over_time(graydiff_verdict{comparison=\"same\"}[5m])) >= " + 2 * SECONDS);
      String url = prometheus.uri().toString();
      theRegressionIsFound(url);
      theSameIsNotCalledARegression(url);
      whatIsWrongIsOneLine(url);
      itIsWatchedUntilInterrupted(url);
      theVerdictsAreServed(url);
    }
  }

  private static Process start(String url, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.graydiff.app.Main",
                "judge",
                "--prometheus=" + url,
                "--for=" + SECONDS + "s",
                "--window=1s"));
    command.addAll(List.of(more));
    return new ProcessBuilder(command).start();
  }

  private static void itIsWatchedUntilInterrupted(String url) throws Exception {
    Process watching = start(url, "--comparison=slower", "--watch");
    try (BufferedReader shown = watching.errorReader();
        BufferedReader report = watching.inputReader()) {
      String line = shown.readLine();
      while (line != null && !line.startsWith("slower: regression after ")) {
        line = shown.readLine();
      }
      assertThat(line).contains(" windows, ");
      watching.toHandle().destroy(); // unlike that of the process, it leaves the streams open
      assertThat(report.lines()).anyMatch(row -> row.startsWith("http.request.latency"));
      assertThat(watching.waitFor()).isEqualTo(ExitCode.INTERRUPTED);
    } finally {
      watching.destroyForcibly();
    }
  }

  private static CommandRun judge(String url, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("judge", "--prometheus", url, "--for", SECONDS + "s"));
    if (!List.of(more).contains("--window")) {
      arguments.addAll(List.of("--window", "1s"));
    }
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private static void theRegressionIsFound(String url) throws Exception {
    CommandRun run = judge(url, "--comparison", "slower", "--json");
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.REGRESSION);
    JsonNode result = new ObjectMapper().readTree(run.out());
    assertThat(result.path("schema").textValue()).isEqualTo("graydiff/v1");
    assertThat(result.path("verdict").textValue()).isEqualTo("regression");
    JsonNode p50 = result.at("/signals/0/changes/0");
    assertThat(result.at("/signals/0/name").textValue()).isEqualTo("http.request.latency");
    assertThat(p50.path("ratio").doubleValue()).as(p50.toString()).isBetween(1.2, 1.3);
    assertThat(result.at("/notes").toString())
        .contains("units are agents, 3 with the baseline and 3 with the canary");
    JsonNode rate =
        StreamSupport.stream(result.path("signals").spliterator(), false)
            .filter(signal -> signal.path("name").asText().equals("goroutine.created"))
            .findFirst()
            .orElseThrow();
    assertThat(rate.at("/changes/0/ratio").doubleValue()).isBetween(0.98, 1.02);
  }

  private static void theSameIsNotCalledARegression(String url) {
    CommandRun run = judge(url, "--comparison", "same");
    assertThat(run.exitCode()).as(run.out() + run.err()).isIn(ExitCode.PASS, ExitCode.INCONCLUSIVE);
    assertThat(run.out()).contains("http.request.latency", "graydiff_processes{comparison=");
  }

  private static void whatIsWrongIsOneLine(String url) {
    CommandRun unknown = judge(url, "--comparison", "other");
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.ERROR);
    assertThat(unknown.out()).isEmpty();
    assertThat(unknown.err())
        .isEqualTo(
            "graydiff: no agent has exported a comparison 'other' in the last 10 minutes; there"
                + " are: same, slower\n");
    CommandRun matcher = judge(url, "--comparison", "same", "--match", "x=y");
    assertThat(matcher.exitCode()).isEqualTo(ExitCode.ERROR);
    assertThat(matcher.err()).contains("answers 400: ", "parse error").hasLineCount(1);
    CommandRun fine = judge(url, "--comparison", "same", "--window", "100ms");
    assertThat(fine.exitCode()).isEqualTo(ExitCode.ERROR);
    assertThat(fine.err()).contains("is too short: Prometheus scrapes every ").hasLineCount(1);
  }

  private void theVerdictsAreServed(String url) throws Exception {
    Process served = start(url, "--comparison=slower", "--comparison=same", "--listen=127.0.0.1:0");
    try (BufferedReader lines = served.errorReader()) {
      String line = lines.readLine();
      assertThat(line).startsWith("graydiff: metrics and page: http://");
      URI page = URI.create(line.substring(line.indexOf("http://")));
      await(page, "/gate/same");
      HttpResponse<String> gate = await(page, "/gate/slower");
      assertThat(gate.statusCode()).as(gate.body()).isEqualTo(409);
      assertThat(get(page, "/readyz").statusCode()).isEqualTo(200);
      assertThat(get(page, "/metrics").body())
          .contains("graydiff_verdict{comparison=\"slower\",scope=\"fleet\"} -1.0")
          .contains("graydiff_change_ratio{comparison=\"same\",scope=\"fleet\",signal=")
          .doesNotContain("graydiff_signal_seconds", "graydiff_processes", "graydiff_exposure");
      anotherConfigurationIsAnotherComparison(page, lines);
    } finally {
      served.destroy();
    }
    assertThat(served.waitFor()).isEqualTo(ExitCode.PASS);
  }

  private void anotherConfigurationIsAnotherComparison(URI page, BufferedReader lines)
      throws Exception {
    Instant before = Instant.now();
    reconfigure.set(true);
    String note = "graydiff: the agents compare other processes as 'slower' now; beginning anew";
    assertThat(lines.lines().anyMatch(note::equals)).as(note).isTrue();
    Instant began = Instant.EPOCH;
    while (began.isBefore(before)) {
      JsonNode result =
          new ObjectMapper().readTree(await(page, "/api/v1/comparisons/slower").body());
      began = Instant.parse(result.path("startedAt").asText());
    }
    assertThat(get(page, "/readyz").statusCode()).isEqualTo(200);
  }

  /** What is there once the comparison has been judged. */
  private HttpResponse<String> await(URI page, String path) throws Exception {
    HttpResponse<String> reply = get(page, path);
    for (int i = 0; i < 600 && reply.statusCode() == 404; i++) {
      Thread.sleep(100);
      reply = get(page, path);
    }
    return reply;
  }

  private HttpResponse<String> get(URI page, String path) throws Exception {
    return http.send(HttpRequest.newBuilder(page.resolve(path)).build(), BodyHandlers.ofString());
  }
}
