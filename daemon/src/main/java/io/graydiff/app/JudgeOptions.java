package io.graydiff.app;

import io.graydiff.app.config.ComparisonName;
import io.graydiff.app.config.ListenAddress;
import io.graydiff.fleet.HttpAccess;
import io.graydiff.fleet.PrometheusClient;
import io.graydiff.fleet.PrometheusException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code graydiff judge} looks at, and how. */
final class JudgeOptions {
  /** A token in the environment is seen by fewer than one on the command line. */
  static final String TOKEN = "GRAYDIFF_PROMETHEUS_TOKEN";

  private static final Duration USUAL_RANGE = Duration.ofMinutes(30);

  @Option(
      names = "--prometheus",
      paramLabel = "URL",
      required = true,
      description = "Where Prometheus is, such as http://prometheus:9090.")
  private String prometheus = "";

  @Option(
      names = "--comparison",
      paramLabel = "NAME",
      required = true,
      description = "The comparison, as the agents name it; with --listen several.")
  private List<ComparisonName> comparisons = List.of();

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "How far back the windows reach that are judged (default: 30m).")
  private Optional<Duration> range = Optional.empty();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "When they begin instead, such as 2026-11-20T12:00:00Z.")
  private Optional<Instant> since = Optional.empty();

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      description =
          "Length of a window (default: a fortieth of the range, at least two scrapes and two of"
              + " the agents' windows).")
  private Optional<Duration> window = Optional.empty();

  @Option(
      names = "--match",
      paramLabel = "MATCHERS",
      description = "Only series that match these too, such as cluster=\"eu\".")
  private String match = "";

  @Option(names = "--watch", description = "Go on judging window after window until Ctrl-C.")
  private boolean watch;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Serve the verdicts as metrics, page and gates, and go on like --watch.")
  private Optional<ListenAddress> listen = Optional.empty();

  @Option(
      names = "--http.config.file",
      paramLabel = "FILE",
      description =
          "YAML with authorization, basic_auth, tls_config (ca_file) or http_headers, as promtool"
              + " takes it. A bearer token may stand in the environment as "
              + TOKEN
              + " instead.")
  private Optional<Path> httpConfig = Optional.empty();

  @Mixin private VerdictOptions verdict = new VerdictOptions();

  List<ComparisonName> comparisons() {
    return comparisons;
  }

  String match() {
    return match;
  }

  Optional<Duration> window() {
    return window;
  }

  Optional<ListenAddress> listen() {
    return listen;
  }

  VerdictOptions verdict() {
    return verdict;
  }

  /** Whether it goes on after the windows that there are. */
  boolean goesOn() {
    return watch || listen.isPresent();
  }

  /** When the first window begins, in seconds since 1970. */
  double start(double now) throws CommandException {
    if (since.isPresent() && range.isPresent()) {
      throw new CommandException("--for and --since exclude each other; give one");
    }
    double start =
        since
            .map(time -> time.toEpochMilli() / 1e3)
            .orElseGet(() -> now - range.orElse(USUAL_RANGE).toMillis() / 1e3);
    if (start >= now) {
      throw new CommandException("--since lies in the future; give a time before " + instant(now));
    }
    return start;
  }

  private static Instant instant(double seconds) {
    return Instant.ofEpochSecond((long) seconds);
  }

  /** The server, with the credentials that file or environment give. */
  PrometheusClient client(Map<String, String> environment) throws PrometheusException {
    HttpAccess access =
        httpConfig.isPresent() ? HttpAccess.read(httpConfig.get()) : HttpAccess.OPEN;
    Optional<String> token = Optional.ofNullable(environment.get(TOKEN));
    return PrometheusClient.of(prometheus, token.map(access::withToken).orElse(access));
  }
}
