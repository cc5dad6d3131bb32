package io.graydiff.app.agent;

import io.graydiff.collect.AgentEvent;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes single events (slow requests, panics) to the log. */
final class EventLog implements Consumer<AgentEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

  @Override
  public void accept(AgentEvent event) {
    LOG.info("{}", event);
  }
}
