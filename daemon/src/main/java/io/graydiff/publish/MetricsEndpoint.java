package io.graydiff.publish;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.MetricNameFilter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
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
    // Outside of the heap, which is small: with many comparisons a scrape is long, and as it grows
    // there are three times as many bytes of it.
    ByteBuf text = Unpooled.directBuffer(USUAL_BYTES);
    try (OutputStream out = new ByteBufOutputStream(text)) {
      writer.write(out, scrape(request.query().getOrDefault("name[]", List.of())), escaping);
      return new Reply(
          HttpResponseStatus.OK,
          writer.getContentType(),
          ByteBufUtil.getBytes(text),
          Map.of(HttpHeaderNames.CACHE_CONTROL, "no-store"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      text.release();
    }
  }

  private MetricSnapshots scrape(List<String> names) {
    return names.isEmpty()
        ? registry.scrape()
        : registry.scrape(MetricNameFilter.builder().nameMustBeEqualTo(names).build());
  }
}
