package io.graydiff.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A complete HTTP answer.
 *
 * @param status its status line
 * @param contentType its media type
 * @param body its content
 * @param headers beyond type, length and connection
 */
record Reply(
    HttpResponseStatus status, String contentType, byte[] body, Map<CharSequence, String> headers) {
  static final String JSON = "application/json";
  static final String TEXT = "text/plain; charset=utf-8";

  static Reply json(HttpResponseStatus status, byte[] body) {
    return new Reply(status, JSON, body, Map.of(HttpHeaderNames.CACHE_CONTROL, "no-store"));
  }

  static Reply json(JsonNode body) {
    return json(HttpResponseStatus.OK, Json.bytes(body));
  }

  static Reply text(String body) {
    return new Reply(
        HttpResponseStatus.OK,
        TEXT,
        body.getBytes(StandardCharsets.UTF_8),
        Map.of(HttpHeaderNames.CACHE_CONTROL, "no-store"));
  }

  /** An error that says in one line what is wrong. */
  static Reply error(HttpResponseStatus status, String message) {
    ObjectNode body = Json.object();
    body.put("status", status.code());
    body.put("error", message);
    return json(status, Json.bytes(body));
  }
}
