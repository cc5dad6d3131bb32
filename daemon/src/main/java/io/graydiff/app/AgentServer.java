package io.graydiff.app;

import io.graydiff.app.agent.Agent;
import io.graydiff.app.config.ListenAddress;
import io.graydiff.publish.AgentMeters;
import io.graydiff.publish.BuildInfo;
import io.graydiff.publish.HttpServer;
import io.graydiff.publish.ListenException;
import io.graydiff.publish.PodMeters;
import io.graydiff.publish.PrometheusExposition;
import io.graydiff.publish.PublishedComparisons;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;

/** Serves metrics, page and API of a run until it is closed. */
final class AgentServer implements AutoCloseable {
  private final AgentMeters meters;
  private final HttpServer server;

  private AgentServer(AgentMeters meters, HttpServer server) {
    this.meters = meters;
    this.server = server;
  }

  static AgentServer start(ListenAddress address, PublishedComparisons comparisons, Agent agent)
      throws ListenException, IOException {
    PrometheusMeterRegistry registry = AgentMeters.newRegistry();
    registry
        .getPrometheusRegistry()
        .register(
            new PrometheusExposition(comparisons, new BuildInfo(VersionProvider.version(), "")));
    PodMeters.bind(registry, agent.pods()::size, () -> agent.pods().staleness().isPresent());
    AgentMeters meters = AgentMeters.bind(registry);
    try {
      HttpServer server =
          HttpServer.start(
              new InetSocketAddress(address.host(), address.port()),
              new HttpServer.Sources(
                  comparisons, registry, agent.readiness(), InstantSource.system()));
      return new AgentServer(meters, server);
    } catch (ListenException e) {
      meters.close();
      throw e;
    }
  }

  /** Where a browser finds the page. */
  String url() {
    return "http://" + server.address().getHostString() + ":" + server.address().getPort() + "/";
  }

  @Override
  public void close() {
    server.close();
    meters.close();
  }
}
