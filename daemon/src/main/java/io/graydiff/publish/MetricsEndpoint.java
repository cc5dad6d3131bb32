package io.graydiff.publish;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.MetricNameFilter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * A scrape: the registry written in the format that the Accept header asks for (protobuf,
 * OpenMetrics, else text), by the Prometheus client library's own writers. {@code ?name[]=} keeps
 * only metrics of that name.
 */
final class MetricsEndpoint implements Endpoint {
  private static final int USUAL_BYTES = 1 << 16;

  private final PrometheusRegistry registry;
  private final ExpositionFormats formats = ExpositionFormats.init();

  MetricsEndpoint(PrometheusRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Reply reply(Request request) {
    ExpositionFormatWriter writer = formats.findWriter(request.accept());
    EscapingScheme escaping = EscapingScheme.fromAcceptHeader(request.accept());
    ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_BYTES);
    try {
      writer.write(out, scrape(request.query().getOrDefault("name[]", List.of())), escaping);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Reply(
        HttpResponseStatus.OK,
        writer.getContentType(),
        out.toByteArray(),
        Map.of(HttpHeaderNames.CACHE_CONTROL, "no-store"));
  }

  private MetricSnapshots scrape(List<String> names) {
    return names.isEmpty()
        ? registry.scrape()
        : registry.scrape(MetricNameFilter.builder().nameMustBeEqualTo(names).build());
  }
}
