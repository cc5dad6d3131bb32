package io.graydiff.publish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graydiff.compare.SignalResult;
import io.graydiff.compare.Verdict;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/**
 * The verdict as an HTTP status, for the webhooks of delivery tools: 200 pass or improvement, 409
 * regression, 425 not decided, 404 no such comparison. A verdict is stale, and so not decided, when
 * it is older than 60 seconds and than three windows: an agent that has stopped must not let a
 * canary through, and a long window must not close the gate between two verdicts.
 */
final class GateHandler implements Endpoint {
  static final HttpResponseStatus UNDECIDED = new HttpResponseStatus(425, "Too Early");

  private static final double FRESH_SECONDS = 60;
  private static final double FRESH_WINDOWS = 3;

  private final PublishedComparisons comparisons;
  private final InstantSource clock;

  GateHandler(PublishedComparisons comparisons, InstantSource clock) {
    this.comparisons = comparisons;
    this.clock = clock;
  }

  @Override
  public Reply reply(Request request) {
    return comparisons
        .newest(request.name())
        .map(this::judge)
        .orElseGet(() -> ComparisonsApi.unknown(comparisons, request.name()));
  }

  private Reply judge(Published published) {
    double age = Duration.between(published.verdictAt(), clock.instant()).toMillis() / 1e3;
    Optional<String> stale = staleness(age, published);
    Verdict verdict = stale.isPresent() ? Verdict.INCONCLUSIVE : published.result().verdict();
    ObjectNode body = Json.object();
    body.put("comparison", published.name());
    body.put("verdict", verdict.id());
    body.put("reason", stale.orElseGet(() -> reason(published)));
    body.put("verdictAt", published.verdictAt().toString());
    body.put("ageSeconds", age);
    body.put("windows", published.result().windows());
    ArrayNode signals = body.putArray("signals");
    published.result().signals().forEach(signal -> signals.add(signal(signal)));
    return Reply.json(status(verdict), Json.bytes(body));
  }

  private static HttpResponseStatus status(Verdict verdict) {
    return switch (verdict) {
      case PASS, IMPROVEMENT -> HttpResponseStatus.OK;
      case REGRESSION -> HttpResponseStatus.CONFLICT;
      case INCONCLUSIVE -> UNDECIDED;
    };
  }

  private static Optional<String> staleness(double age, Published published) {
    double limit = Math.max(FRESH_SECONDS, FRESH_WINDOWS * published.windowSeconds());
    return age > limit
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "the newest verdict is %.0f s old, older than %.0f s: no window has closed since",
                age,
                limit))
        : Optional.empty();
  }

  private static String reason(Published published) {
    String reason = Reason.of(published.result());
    return published.result().verdict() == Verdict.REGRESSION
        ? reason + ": " + regressed(published)
        : reason;
  }

  private static String regressed(Published published) {
    return String.join(
        ", ",
        published.result().signals().stream()
            .filter(signal -> signal.verdict() == Verdict.REGRESSION)
            .map(GateHandler::seriesName)
            .toList());
  }

  private static String seriesName(SignalResult signal) {
    String id = signal.series().signal().id();
    return signal.series().isWhole() ? id : id + " (" + signal.series().labelValue() + ")";
  }

  private static ObjectNode signal(SignalResult signal) {
    ObjectNode node = Json.object();
    node.put("name", signal.series().signal().id());
    node.set("labels", JsonResult.labels(signal.series()));
    node.put("verdict", signal.verdict().id());
    return node;
  }
}
