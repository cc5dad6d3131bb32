package io.graydiff.app.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;

/**
 * What the load generator saw of one process.
 *
 * @param address the process, by its host and port
 * @param seconds how long requests were sent
 * @param scheduled requests that were due
 * @param sent requests that were begun
 * @param done requests answered without an error
 * @param errors requests that failed or were answered with an error status
 * @param dropped requests left out because too many were waiting
 * @param latencySeconds quantiles of the time from when a request was due to its answer
 */
public record LoadSummary(
    String address,
    double seconds,
    long scheduled,
    long sent,
    long done,
    long errors,
    long dropped,
    Map<String, Double> latencySeconds) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static LoadSummary parse(String line) throws DemoException {
    try {
      return JSON.readValue(line, LoadSummary.class);
    } catch (JsonProcessingException e) {
      throw new DemoException("the load generator ended with " + line, e);
    }
  }
}
