package io.graydiff.publish;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns requests into replies, and requests for the event stream into streams. */
@ChannelHandler.Sharable
final class HttpRouter extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(HttpRouter.class);
  private static final String STREAM = "/api/v1/stream";

  private final Routes routes;
  private final EventStream stream;

  HttpRouter(Routes routes, EventStream stream) {
    this.routes = routes.get(STREAM, request -> streamWithoutBody());
    this.stream = stream;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    if (request.decoderResult().isFailure()) {
      send(ctx, malformed(request.decoderResult().cause()), false);
    } else if (opensStream(request)) {
      openStream(ctx, request.uri());
    } else {
      send(ctx, reply(request), HttpUtil.isKeepAlive(request));
    }
  }

  private Reply reply(FullHttpRequest request) {
    try {
      String accept = request.headers().get(HttpHeaderNames.ACCEPT, "");
      return routes.answer(request.method(), request.uri(), accept);
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", request.method(), request.uri(), e);
      return Reply.error(
          HttpResponseStatus.INTERNAL_SERVER_ERROR, "the agent failed to answer; see its log");
    }
  }

  private boolean opensStream(FullHttpRequest request) {
    return request.method().equals(HttpMethod.GET)
        && (request.uri().equals(STREAM) || request.uri().startsWith(STREAM + "?"));
  }

  private void openStream(ChannelHandlerContext ctx, String uri) {
    if (!stream.hasRoom()) {
      String message = "there are " + EventStream.MAX_CLIENTS + " event streams already";
      send(ctx, Reply.error(HttpResponseStatus.SERVICE_UNAVAILABLE, message), false);
      return;
    }
    Optional<String> only =
        new QueryStringDecoder(uri)
            .parameters().getOrDefault("comparison", List.of()).stream().findFirst();
    EventStreamClient client = new EventStreamClient(ctx.channel(), stream, only);
    ctx.pipeline().addLast(client);
    ctx.pipeline().remove(this);
    client.begin();
  }

  /** HEAD of the stream: its headers alone. */
  private static Reply streamWithoutBody() {
    return new Reply(HttpResponseStatus.OK, "text/event-stream", new byte[0], Map.of());
  }

  private static Reply malformed(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return Reply.error(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the request line is too long");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return Reply.error(
          HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the request headers are too large");
    }
    return Reply.error(HttpResponseStatus.BAD_REQUEST, "malformed request");
  }

  private static void send(ChannelHandlerContext ctx, Reply reply, boolean keepAlive) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, reply.status(), Unpooled.wrappedBuffer(reply.body()));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, reply.contentType())
        .set("x-content-type-options", "nosniff")
        .setInt(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
    reply.headers().forEach((name, value) -> response.headers().set(name, value));
    HttpUtil.setKeepAlive(response, keepAlive);
    ctx.writeAndFlush(response);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof IdleStateEvent) {
      ctx.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      LOG.debug("A client went away", cause);
    } else {
      LOG.warn("A connection failed", cause);
    }
    ctx.close();
  }
}
