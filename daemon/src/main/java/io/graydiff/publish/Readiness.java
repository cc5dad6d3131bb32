package io.graydiff.publish;

import java.util.Optional;

/** Whether the agent does its work. Asked from any thread; must not wait. */
@FunctionalInterface
public interface Readiness {

  /** Why the agent is not ready, such as "probes are not attached yet"; empty when it is. */
  Optional<String> whyNotReady();

  /** What limits the work of an agent that is ready; empty where nothing does. */
  default Optional<String> note() {
    return Optional.empty();
  }
}
