package io.graydiff.app.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * One running process of the sample service, as it announces itself.
 *
 * @param address host and port that it listens on
 * @param pid its process ID
 * @param goVersion such as {@code go1.22.12}
 * @param tls whether it speaks TLS
 */
public record DemoService(String address, long pid, String goVersion, boolean tls) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Reads the line of JSON that the service prints when it listens. */
  static DemoService parse(String line) throws DemoException {
    try {
      return JSON.readValue(line, DemoService.class);
    } catch (JsonProcessingException e) {
      throw new DemoException("the sample service announced itself with " + line, e);
    }
  }
}
