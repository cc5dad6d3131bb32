package io.graydiff.fleet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

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
        default -> json.skipChildren();
      }
    }
    handler.series(labels, values);
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

  private static double number(String value) {
    return switch (value) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(value);
    };
  }
}
