package io.graydiff.publish;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A scrape without the network: the registry written in a format, and how long the answer is. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ScrapeBenchmark {
  @Param({"1", "10", "50"})
  public int comparisons;

  @Param({"text/plain", "application/openmetrics-text; version=1.0.0"})
  public String accept;

  private MetricsEndpoint endpoint;
  private Request request;

  /** Length of the last answer. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Answer {
    public long bytes;
  }

  @Setup(Level.Trial)
  public void publish() {
    PublishedComparisons published = new PublishedComparisons();
    for (int i = 0; i < comparisons; i++) {
      published.publish(new PublishedFixture("comparison-" + i, i).build());
    }
    PrometheusMeterRegistry registry = AgentMeters.newRegistry();
    registry
        .getPrometheusRegistry()
        .register(new PrometheusExposition(published, new BuildInfo("0.1.0", "abc")));
    endpoint = new MetricsEndpoint(registry.getPrometheusRegistry());
    request = new Request("", Map.of(), accept);
  }

  @Benchmark
  public Object scrape(Answer answer) {
    Reply reply = endpoint.reply(request);
    answer.bytes = reply.body().length;
    return reply;
  }
}
