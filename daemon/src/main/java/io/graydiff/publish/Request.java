package io.graydiff.publish;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an endpoint needs to know of an HTTP request.
 *
 * @param name the part of the path that names a comparison, decoded; empty where there is none
 * @param query decoded parameters
 * @param accept the Accept header, empty when absent
 */
record Request(String name, Map<String, List<String>> query, String accept) {

  /** The first value of a parameter. */
  Optional<String> parameter(String key) {
    return query.getOrDefault(key, List.of()).stream().findFirst();
  }
}
