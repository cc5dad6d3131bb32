package io.graydiff.app.config;

import java.util.List;
import java.util.Optional;

/**
 * The configuration of the daemon; empty where it keeps the default.
 *
 * @param listen where the HTTP server listens
 * @param budget what the measuring may cost
 * @param comparisons at least one, with distinct names
 */
public record Config(
    Optional<ListenAddress> listen, Optional<Budget> budget, List<ComparisonConfig> comparisons) {
  public Config {
    comparisons = List.copyOf(comparisons);
  }
}
