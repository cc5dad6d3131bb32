package io.graydiff.app.agent;

import io.graydiff.collect.AgentEvent;
import io.graydiff.collect.Failure;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes single events to the log: every slow request, and of panics and throws that are alike the
 * first one in each process. For the collector's thread.
 */
final class EventLog implements Consumer<AgentEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
  private static final int KEPT = 256;

  private record Seen(int pid, Failure failure) {}

  private final Set<Seen> seen = new LinkedHashSet<>();

  @Override
  public void accept(AgentEvent event) {
    if (!(event instanceof AgentEvent.Failed failed)) {
      LOG.info("{}", event);
    } else if (seen.add(new Seen(failed.pid(), failed.failure()))) {
      LOG.info("process {}: {}", failed.pid(), failed.failure().words());
      if (seen.size() > KEPT) {
        seen.remove(seen.iterator().next());
      }
    }
  }
}
