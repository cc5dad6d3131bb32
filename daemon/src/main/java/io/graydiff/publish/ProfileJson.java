package io.graydiff.publish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graydiff.profile.GoroutineCount;
import io.graydiff.profile.GoroutineRow;
import io.graydiff.profile.GroupProfile;
import io.graydiff.profile.Profile;
import io.graydiff.profile.Share;
import java.util.List;

/** The key {@code profile} of a result: what functions and goroutines do, in both groups. */
final class ProfileJson {
  private ProfileJson() {}

  static ObjectNode tree(Profile profile) {
    ObjectNode root = Json.object();
    ObjectNode cpu = root.putObject("cpu");
    ObjectNode samples = cpu.putObject("samples");
    samples.put("baseline", profile.baseline().samples());
    samples.put("canary", profile.canary().samples());
    cpu.set("classes", shares("class", profile.classes()));
    cpu.set("functions", shares("function", profile.functions()));
    root.set("allocations", shares("function", profile.allocations()));
    ArrayNode goroutines = root.putArray("goroutines");
    profile.goroutines().forEach(row -> goroutines.add(goroutines(row)));
    ObjectNode oldest = root.putObject("oldestParkedSeconds");
    oldest.set("baseline", oldest(profile.baseline()));
    oldest.set("canary", oldest(profile.canary()));
    root.put("stacksLost", profile.lost());
    return root;
  }

  private static com.fasterxml.jackson.databind.JsonNode oldest(GroupProfile group) {
    return Json.number(group.counted() > 0 ? group.oldestSeconds() : Double.NaN);
  }

  private static ArrayNode shares(String key, List<Share> shares) {
    ArrayNode array = Json.array();
    for (Share share : shares) {
      ObjectNode node = array.addObject();
      node.put(key, share.name());
      node.set("baseline", part(share.baseline()));
      node.set("canary", part(share.canary()));
      node.set("difference", Json.number(share.difference()));
      node.set("low", Json.number(share.low()));
      node.set("high", Json.number(share.high()));
      node.put("shown", share.shown());
    }
    return array;
  }

  private static ObjectNode part(Share.Part part) {
    ObjectNode node = Json.object();
    node.put("samples", part.samples());
    node.set("share", Json.number(part.share()));
    if (!Double.isNaN(part.perSecond())) {
      node.set("bytesPerSecond", Json.number(part.perSecond()));
      node.set("bytesPerRequest", Json.number(part.perRequest()));
    }
    return node;
  }

  private static ObjectNode goroutines(GoroutineRow row) {
    ObjectNode node = Json.object();
    node.put("creator", row.place().creator());
    node.put("state", row.place().state());
    node.set("baseline", count(row.baseline()));
    node.set("canary", count(row.canary()));
    return node;
  }

  private static ObjectNode count(GoroutineCount count) {
    ObjectNode node = Json.object();
    node.put("count", count.count());
    node.put("growth", count.growth());
    node.put("blocked", count.blocked());
    node.set("oldestSeconds", Json.number(count.oldestSeconds()));
    return node;
  }
}
