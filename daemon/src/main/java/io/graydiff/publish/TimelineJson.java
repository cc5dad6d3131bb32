package io.graydiff.publish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** How the changes of a comparison developed, as JSON: one point a kept window, oldest first. */
final class TimelineJson {
  private TimelineJson() {}

  /** Every signal, or only the one of this public name. */
  static ObjectNode tree(String comparison, Timeline timeline, Optional<String> only) {
    ObjectNode root = Json.object();
    root.put("comparison", comparison);
    root.put("stride", timeline.stride());
    ArrayNode points = root.putArray("points");
    for (Timeline.Point point : timeline.points()) {
      ObjectNode node = points.addObject();
      node.put("windows", point.windows());
      node.put("at", point.at().toString());
      ObjectNode signals = node.putObject("signals");
      point
          .changes()
          .forEach(
              (signal, changes) -> {
                if (only.isPresent() && !only.get().equals(signal.id())) {
                  return;
                }
                ArrayNode array = signals.putArray(signal.id());
                changes.forEach(change -> array.add(JsonResult.change(change)));
              });
    }
    return root;
  }
}
