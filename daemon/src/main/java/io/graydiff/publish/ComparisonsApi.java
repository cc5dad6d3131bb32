package io.graydiff.publish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The JSON results, distributions and timelines of the comparisons under /api/v1. */
final class ComparisonsApi {
  private final PublishedComparisons comparisons;

  ComparisonsApi(PublishedComparisons comparisons) {
    this.comparisons = comparisons;
  }

  /** Adds its paths. */
  void addTo(Routes routes) {
    routes
        .get("/api/v1/comparisons", request -> all())
        .get("/api/v1/comparisons/{name}", request -> with(request, this::result))
        .get(
            "/api/v1/comparisons/{name}/distributions",
            request -> with(request, published -> distributions(published, request)))
        .get(
            "/api/v1/comparisons/{name}/timeline",
            request -> with(request, published -> timeline(published, request)));
  }

  private Reply all() {
    ArrayNode array = Json.array();
    comparisons.all().forEach(published -> array.add(JsonResult.tree(published.result())));
    return Reply.json(array);
  }

  private Reply result(Published published) {
    return Reply.json(HttpResponseStatus.OK, JsonResult.bytes(published.result()));
  }

  private Reply distributions(Published published, Request request) {
    return Reply.json(
        DistributionsJson.tree(published, request.parameter("signal"), request.parameter("label")));
  }

  private Reply timeline(Published published, Request request) {
    Timeline timeline = comparisons.timeline(published.name()).orElse(Timeline.EMPTY);
    return Reply.json(TimelineJson.tree(published.name(), timeline, request.parameter("signal")));
  }

  private Reply with(Request request, Function<Published, Reply> reply) {
    Optional<Published> published = comparisons.newest(request.name());
    return published.map(reply).orElseGet(() -> unknown(comparisons, request.name()));
  }

  /** The error for a name that nobody published, with the names that there are. */
  static Reply unknown(PublishedComparisons comparisons, String name) {
    String known =
        comparisons.all().stream().map(Published::name).collect(Collectors.joining(", "));
    return Reply.error(
        HttpResponseStatus.NOT_FOUND,
        "no comparison is named '"
            + name
            + "'; "
            + (known.isEmpty() ? "none has closed a window yet" : "there are: " + known));
  }
}
