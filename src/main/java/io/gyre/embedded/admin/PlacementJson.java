package io.gyre.embedded.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.embedded.model.Placements;
import java.util.Locale;

/** The placement targets as the zonegroup and the zone have them. The pools' names are invented. */
final class PlacementJson {
  private PlacementJson() {}

  /** The zonegroup's: which there are. */
  static void targets(ArrayNode json, Placements placements) {
    placements
        .all()
        .forEach(
            (name, classes) -> {
              ObjectNode target = json.addObject().put("name", name);
              target.putArray("tags");
              classes.forEach(target.putArray("storage_classes")::add);
            });
  }

  /** The zone's: where they are. */
  static void pools(ArrayNode json, Placements placements, String zone) {
    placements
        .all()
        .forEach(
            (name, classes) -> {
              String pool = zone + ".rgw." + name + ".";
              ObjectNode val = json.addObject().put("key", name).putObject("val");
              val.put("index_pool", pool + "index");
              ObjectNode data = val.putObject("storage_classes");
              classes.forEach(
                  found ->
                      data.putObject(found)
                          .put("data_pool", pool + found.toLowerCase(Locale.ROOT)));
              val.put("data_extra_pool", pool + "non-ec").put("index_type", 0);
            });
  }
}
