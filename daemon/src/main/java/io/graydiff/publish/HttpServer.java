package io.graydiff.publish;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * The HTTP server of the agent: metrics, page, API, event stream, gates and health, all paths of
 * the public interface. Two event loops serve every connection; endpoints read immutable state and
 * never wait. Closing ends streams, lets answers that are under way leave, and frees the port.
 */
public final class HttpServer implements AutoCloseable {
  private static final int LOOPS = 2;
  private static final int IDLE_SECONDS = 60;
  private static final int CLOSE_SECONDS = 3;
  private static final int BACKLOG = 128;

  private final EventLoopGroup loops;
  private final ChannelGroup connections;
  private final EventStream stream;
  private final Channel listener;

  /**
   * What the server shows.
   *
   * @param comparisons results
   * @param registry meters; the server adds Netty's and its own
   * @param readiness whether the agent works, for /readyz
   * @param clock wall clock, for the age of verdicts
   */
  public record Sources(
      PublishedComparisons comparisons,
      PrometheusMeterRegistry registry,
      Readiness readiness,
      InstantSource clock) {}

  private HttpServer(
      EventLoopGroup loops, ChannelGroup connections, EventStream stream, Channel listener) {
    this.loops = loops;
    this.connections = connections;
    this.stream = stream;
    this.listener = listener;
  }

  /**
   * Listens and serves until closed.
   *
   * @param address port 0 for any free one, see {@link #address()}
   * @throws ListenException when the address cannot be had
   */
  public static HttpServer start(InetSocketAddress address, Sources sources)
      throws ListenException {
    return start(address, sources, IDLE_SECONDS);
  }

  static HttpServer start(InetSocketAddress address, Sources sources, int idleSeconds)
      throws ListenException {
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            LOOPS, new DefaultThreadFactory("graydiff-http", true), NioIoHandler.newFactory());
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    EventStream stream = new EventStream(sources.comparisons(), sources.registry());
    HttpRouter router = new HttpRouter(routes(sources), stream);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new HttpPipeline(connections, router, idleSeconds))
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      stream.close();
      loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
      throw ListenException.of(address, bound.cause());
    }
    AgentMeters.bindNetty(sources.registry(), ByteBufAllocator.DEFAULT, loops);
    return new HttpServer(loops, connections, stream, bound.channel());
  }

  private static Routes routes(Sources sources) {
    PublishedComparisons comparisons = sources.comparisons();
    Routes routes = new Routes();
    routes
        .get("/", new Page())
        .get("/metrics", new MetricsEndpoint(sources.registry().getPrometheusRegistry()))
        .getOrPost("/gate/{name}", new GateHandler(comparisons, sources.clock()));
    new ComparisonsApi(comparisons).addTo(routes);
    new HealthApi(comparisons, sources.readiness()).addTo(routes);
    return routes;
  }

  /** Where it listens, with the port that it got. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  /** Windows that slow event stream clients did not get. */
  long droppedWindows() {
    return stream.dropped();
  }

  @Override
  public void close() {
    listener.close().awaitUninterruptibly();
    stream.close();
    connections.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
