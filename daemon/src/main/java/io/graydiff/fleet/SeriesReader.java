package io.graydiff.fleet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads what the HTTP API of Prometheus answers to a query, one series at a time: an answer may be
 * much larger than what is kept of it.
 */
final class SeriesReader {
  private static final JsonFactory JSON = new JsonFactory();

  private SeriesReader() {}

  /** Receives one series after another. */
  @FunctionalInterface
  interface Handler {
    /**
     * One series.
     *
     * @param labels with {@code __name__}, as far as the query kept them
     * @param values one a point of the grid, NaN where there is none; the handler's from now on
     */
    void series(Map<String, String> labels, double[] values) throws PrometheusException;

    /**
     * The native histograms of a series that has any.
     *
     * @param labels with {@code __name__}, as far as the query kept them
     * @param points one a point of the grid
     */
    default void histograms(Map<String, String> labels, List<Optional<NativeHistogram>> points)
        throws PrometheusException {}
  }

  /** Reads a vector or a matrix; what lies at no point of the grid is left out. */
  static void read(InputStream answer, Grid grid, Handler handler)
      throws IOException, PrometheusException {
    try (JsonParser json = JSON.createParser(answer)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.FIELD_NAME && json.currentName().equals("result")) {
          json.nextToken();
          while (json.nextToken() == JsonToken.START_OBJECT) {
            series(json, grid, handler);
          }
          return;
        }
      }
    }
    throw new IOException("it has no result");
  }

  private static void series(JsonParser json, Grid grid, Handler handler)
      throws IOException, PrometheusException {
    Map<String, String> labels = new HashMap<>();
    double[] values = new double[grid.points()];
    Arrays.fill(values, Double.NaN);
    List<Optional<NativeHistogram>> histograms =
        new ArrayList<>(Collections.nCopies(grid.points(), Optional.empty()));
    boolean hasHistograms = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "metric" -> {
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            labels.put(name, json.nextTextValue());
          }
        }
        case "value" -> pair(json, grid, values);
        case "values" -> {
          while (json.nextToken() == JsonToken.START_ARRAY) {
            pair(json, grid, values);
          }
        }
        case "histograms" -> {
          hasHistograms = true;
          while (json.nextToken() == JsonToken.START_ARRAY) {
            histogram(json, grid, histograms);
          }
        }
        default -> json.skipChildren();
      }
    }
    handler.series(labels, values);
    if (hasHistograms) {
      handler.histograms(labels, histograms);
    }
  }

  private static void pair(JsonParser json, Grid grid, double[] values) throws IOException {
    json.nextToken();
    int point = grid.point(json.getDoubleValue());
    String value = json.nextTextValue();
    json.nextToken();
    if (point >= 0) {
      values[point] = number(value);
    }
  }

  private static void histogram(
      JsonParser json, Grid grid, List<Optional<NativeHistogram>> histograms) throws IOException {
    json.nextToken();
    int point = grid.point(json.getDoubleValue());
    json.nextToken();
    NativeHistogram histogram = histogram(json);
    json.nextToken();
    if (point >= 0) {
      histograms.set(point, Optional.of(histogram));
    }
  }

  private static NativeHistogram histogram(JsonParser json) throws IOException {
    double sum = 0;
    SortedMap<Double, NativeHistogram.Bucket> buckets = new TreeMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      if (field.equals("sum")) {
        sum = number(json.getText());
      } else if (field.equals("buckets")) {
        while (json.nextToken() == JsonToken.START_ARRAY) {
          json.nextToken(); // which of the bounds belongs to the bucket
          double lower = number(json.nextTextValue());
          double upper = number(json.nextTextValue());
          buckets.put(upper, new NativeHistogram.Bucket(lower, number(json.nextTextValue())));
          json.nextToken();
        }
      }
    }
    return new NativeHistogram(buckets, sum);
  }

  private static double number(String value) {
    return switch (value) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(value);
    };
  }
}
