package io.graydiff.publish;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * One open event stream (text/event-stream). Windows that the client does not read in time wait in
 * a queue of {@link #CAPACITY}; when it is full the oldest goes, and the client is told how many it
 * missed by an event named {@code dropped}. All state belongs to the channel's event loop.
 */
final class EventStreamClient extends ChannelInboundHandlerAdapter {
  static final int CAPACITY = 8;

  private final Channel channel;
  private final EventStream stream;
  private final Optional<String> only;
  private final ArrayDeque<EventStream.Event> waiting = new ArrayDeque<>();
  private long missed;

  /**
   * A stream to this channel.
   *
   * @param only the comparison that the client asked for; empty for all
   */
  EventStreamClient(Channel channel, EventStream stream, Optional<String> only) {
    this.channel = channel;
    this.stream = stream;
    this.only = only;
  }

  /**
   * Answers the request and begins; called in the event loop. Joins first, so that a stream whose
   * headers have arrived is ended properly when the server closes; events wait for this call's end.
   */
  void begin() {
    HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    stream.join(this);
    channel.writeAndFlush(response);
  }

  /** Takes a window from any thread. */
  void offer(EventStream.Event event) {
    if (only.map(event.comparison()::equals).orElse(true)) {
      channel.eventLoop().execute(() -> enqueue(event));
    }
  }

  /** Ends the stream from any thread. */
  void end() {
    channel
        .eventLoop()
        .execute(
            () ->
                channel
                    .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
                    .addListener(ChannelFutureListener.CLOSE));
  }

  private void enqueue(EventStream.Event event) {
    if (waiting.size() == CAPACITY) {
      waiting.removeFirst();
      missed++;
      stream.countDropped(1);
    }
    waiting.addLast(event);
    drain();
  }

  private void drain() {
    while (channel.isWritable() && !waiting.isEmpty()) {
      if (missed > 0) {
        write(
            ("event: dropped\ndata: {\"windows\":" + missed + "}\n\n")
                .getBytes(StandardCharsets.UTF_8));
        missed = 0;
      }
      write(waiting.removeFirst().bytes());
    }
  }

  private void write(byte[] bytes) {
    channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)));
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    drain();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof IdleStateEvent && channel.isWritable()) {
      write(": alive\n\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
    ctx.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    stream.leave(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
