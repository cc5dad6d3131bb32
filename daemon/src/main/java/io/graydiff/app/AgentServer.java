package io.graydiff.app;

import io.graydiff.app.agent.Agent;
import io.graydiff.app.config.ListenAddress;
import io.graydiff.publish.AgentMeters;
import io.graydiff.publish.BuildInfo;
import io.graydiff.publish.FleetExposition;
import io.graydiff.publish.HttpServer;
import io.graydiff.publish.ListenException;
import io.graydiff.publish.PodMeters;
import io.graydiff.publish.PrometheusExposition;
import io.graydiff.publish.PublishedComparisons;
import io.graydiff.publish.Readiness;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
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
    PrometheusMeterRegistry registry = registry(new PrometheusExposition(comparisons, build()));
    PodMeters.bind(registry, agent.pods()::size, () -> agent.pods().staleness().isPresent());
    return start(address, comparisons, agent.readiness(), registry);
  }

  /** Serves the verdicts over a fleet. */
  static AgentServer ofFleet(
      ListenAddress address, PublishedComparisons comparisons, Readiness readiness)
      throws ListenException, IOException {
    return start(
        address, comparisons, readiness, registry(new FleetExposition(comparisons, build())));
  }

  private static BuildInfo build() throws IOException {
    return new BuildInfo(VersionProvider.version(), "");
  }

  private static PrometheusMeterRegistry registry(MultiCollector metrics) {
    PrometheusMeterRegistry registry = AgentMeters.newRegistry();
    registry.getPrometheusRegistry().register(metrics);
    return registry;
  }

  private static AgentServer start(
      ListenAddress address,
      PublishedComparisons comparisons,
      Readiness readiness,
      PrometheusMeterRegistry registry)
      throws ListenException {
    AgentMeters meters = AgentMeters.bind(registry);
    try {
      HttpServer server =
          HttpServer.start(
              new InetSocketAddress(address.host(), address.port()),
              new HttpServer.Sources(comparisons, registry, readiness, InstantSource.system()));
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
