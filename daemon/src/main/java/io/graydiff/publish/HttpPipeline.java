package io.graydiff.publish;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpContentCompressor;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.timeout.IdleStateHandler;
import org.jspecify.annotations.Nullable;

/** The handlers of one connection. */
final class HttpPipeline extends ChannelInitializer<SocketChannel> {
  static final int MAX_REQUEST_BYTES = 1 << 16;
  static final int MAX_LINE_BYTES = 1 << 13;
  static final int MAX_HEADER_BYTES = 1 << 14;

  private static final int CHUNK_BYTES = 1 << 13;

  private final ChannelGroup connections;
  private final HttpRouter router;
  private final int idleSeconds;

  /**
   * Connections to this router.
   *
   * @param connections gets every open connection
   * @param idleSeconds after which a connection without a request is closed, and an event stream
   *     without an event gets a sign of life
   */
  HttpPipeline(ChannelGroup connections, HttpRouter router, int idleSeconds) {
    this.connections = connections;
    this.router = router;
    this.idleSeconds = idleSeconds;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    connections.add(channel);
    channel
        .pipeline()
        .addLast(new HttpServerCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, CHUNK_BYTES))
        .addLast(new HttpServerKeepAliveHandler())
        .addLast(new Compressor())
        .addLast(new HttpObjectAggregator(MAX_REQUEST_BYTES, true))
        .addLast(new IdleStateHandler(0, 0, idleSeconds))
        .addLast(router);
  }

  /** Leaves event streams alone: each event must leave at once. */
  private static final class Compressor extends HttpContentCompressor {
    @Override
    protected @Nullable Result beginEncode(HttpResponse response, String acceptEncoding)
        throws Exception {
      String type = response.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
      return type.startsWith("text/event-stream")
          ? null
          : super.beginEncode(response, acceptEncoding);
    }
  }
}
