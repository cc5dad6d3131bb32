package io.graydiff.publish;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the endpoint of a path. A pattern is a path, or one with {@code {name}} for one segment.
 * GET endpoints also serve HEAD. Unknown paths are 404, other methods 405, both with a JSON body.
 */
final class Routes {
  private static final String NAME = "{name}";
  private static final Set<HttpMethod> READ = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final Set<HttpMethod> READ_OR_POST =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST);

  private final List<Route> routes = new ArrayList<>();

  private record Route(List<String> pattern, Set<HttpMethod> methods, Endpoint endpoint) {
    /** The name in the path, the empty string if the pattern has none, empty if it differs. */
    Optional<String> match(List<String> path) {
      if (path.size() != pattern.size()) {
        return Optional.empty();
      }
      String name = "";
      for (int i = 0; i < path.size(); i++) {
        if (pattern.get(i).equals(NAME)) {
          name = path.get(i);
        } else if (!pattern.get(i).equals(path.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(name);
    }
  }

  Routes get(String pattern, Endpoint endpoint) {
    routes.add(new Route(segments(pattern), READ, endpoint));
    return this;
  }

  /** For webhooks, which post. */
  Routes getOrPost(String pattern, Endpoint endpoint) {
    routes.add(new Route(segments(pattern), READ_OR_POST, endpoint));
    return this;
  }

  Reply answer(HttpMethod method, String uri, String accept) {
    List<String> path;
    Map<String, List<String>> query;
    try {
      QueryStringDecoder decoder = new QueryStringDecoder(uri);
      path = segments(decoder.rawPath());
      query = decoder.parameters();
    } catch (IllegalArgumentException e) {
      return Reply.error(HttpResponseStatus.BAD_REQUEST, "malformed request target");
    }
    for (Route route : routes) {
      Optional<String> name = route.match(path);
      if (name.isPresent()) {
        return route.methods().contains(method)
            ? route.endpoint().reply(new Request(name.get(), query, accept))
            : notAllowed(method, route);
      }
    }
    return Reply.error(HttpResponseStatus.NOT_FOUND, "no such path: /" + String.join("/", path));
  }

  private static Reply notAllowed(HttpMethod method, Route route) {
    String allowed =
        route.methods().stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
    Reply error =
        Reply.error(
            HttpResponseStatus.METHOD_NOT_ALLOWED, method + " is not allowed here; use " + allowed);
    return new Reply(
        error.status(), error.contentType(), error.body(), Map.of(HttpHeaderNames.ALLOW, allowed));
  }

  private static List<String> segments(String rawPath) {
    List<String> segments = new ArrayList<>();
    for (String segment : rawPath.split("/", -1)) {
      segments.add(QueryStringDecoder.decodeComponent(segment.replace("+", "%2B")));
    }
    segments.remove(0);
    if (segments.size() > 1 && segments.get(segments.size() - 1).isEmpty()) {
      segments.remove(segments.size() - 1);
    }
    return segments;
  }
}
