package io.graydiff.publish;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The page at /: one HTML document with its style and script inside, so that it needs no other host
 * and no second request. The content security policy allows that script alone, and connections to
 * this server alone.
 */
final class Page implements Endpoint {
  private static final List<String> SCRIPTS =
      List.of(
          "format.js",
          "dom.js",
          "heat.js",
          "charts.js",
          "distribution.js",
          "timeline.js",
          "about.js",
          "profile.js",
          "facts.js",
          "page.js");

  private final Reply reply;

  Page() {
    String style = read("page.css");
    String script = SCRIPTS.stream().map(Page::read).collect(Collectors.joining("\n"));
    String html = read("page.html").replace("/*STYLE*/", style).replace("/*SCRIPT*/", script);
    String policy =
        "default-src 'none'; connect-src 'self'; img-src data:; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'self'; style-src '"
            + hash(style)
            + "'; script-src '"
            + hash(script)
            + "'";
    this.reply =
        new Reply(
            HttpResponseStatus.OK,
            "text/html; charset=utf-8",
            html.getBytes(StandardCharsets.UTF_8),
            Map.of(
                HttpHeaderNames.CACHE_CONTROL,
                "no-cache",
                HttpHeaderNames.CONTENT_SECURITY_POLICY,
                policy));
  }

  @Override
  public Reply reply(Request request) {
    return reply;
  }

  private static String read(String resource) {
    try (InputStream in = Page.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String content) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
