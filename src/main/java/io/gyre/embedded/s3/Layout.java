package io.gyre.embedded.s3;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.embedded.model.BucketRecord;
import io.gyre.embedded.model.Json;
import io.gyre.embedded.model.ObjectVersion;
import io.gyre.embedded.model.PartSize;
import io.gyre.embedded.model.PlacementRule;
import java.util.List;

/**
 * The manifest of {@code ?layout}. Its rules are run-length: one rule for parts of the same size
 * that follow each other in number.
 */
final class Layout {
  private static final long HEAD = 4L << 20;

  private Layout() {}

  static ObjectNode write(BucketRecord bucket, String key, ObjectVersion version) {
    PlacementRule placement = bucket.placement().in(version.content().storageClass());
    boolean whole = version.content().parts().isEmpty();
    boolean inHead = whole && placement.equals(bucket.placement());
    ObjectNode json = Json.object();
    json.set("head", location(bucket, key));
    ObjectNode manifest = json.putObject("manifest");
    manifest.putArray("objs");
    manifest
        .put("obj_size", version.size())
        .put("explicit_objs", "false")
        .put("head_size", inHead ? Math.min(version.size(), HEAD) : 0)
        .put("max_head_size", inHead ? HEAD : 0)
        .put("prefix", "." + Long.toHexString(version.tag()) + "_");
    rules(manifest.putArray("rules"), version.content().parts(), inHead ? HEAD : 0);
    manifest.put("tail_instance", "");
    ObjectNode tail = manifest.putObject("tail_placement");
    tail.set("bucket", bucket.info().path("bucket"));
    tail.put("placement_rule", placement.text());
    ObjectNode first = json.putArray("data_location").addObject().put("ofs", 0);
    first.set("loc", location(bucket, key));
    first.put("loc_ofs", 0).put("loc_size", version.size());
    return json;
  }

  private static void rules(ArrayNode rules, List<PartSize> parts, long head) {
    if (parts.isEmpty()) {
      rule(rules, head, 0, head, 0);
    } else if (parts.size() == 1) {
      rule(rules, 0, parts.get(0).number(), 0, 0);
    }
    long offset = 0;
    for (int i = 0; parts.size() > 1 && i < parts.size(); i++) {
      PartSize part = parts.get(i);
      PartSize before = i == 0 ? null : parts.get(i - 1);
      boolean continues =
          before != null && before.size() == part.size() && before.number() + 1 == part.number();
      if (!continues) {
        rule(rules, offset, part.number(), offset, part.size());
      }
      offset += part.size();
    }
  }

  private static void rule(ArrayNode rules, long key, int number, long offset, long size) {
    rules
        .addObject()
        .put("key", number == 0 ? 0 : key)
        .putObject("val")
        .put("start_part_num", number)
        .put("start_ofs", offset)
        .put("part_size", size)
        .put("stripe_max_size", HEAD)
        .put("override_prefix", "");
  }

  private static ObjectNode location(BucketRecord bucket, String key) {
    return Json.object()
        .put("pool", "embedded.rgw.buckets.data")
        .put("oid", bucket.marker() + "_" + key)
        .put("loc", "");
  }
}
