package io.gyre.rgw;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.doctor.Period;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.LogPosition;
import io.gyre.metadata.ZoneFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the answers of {@code /admin/config} and of a bucket's statistics. */
final class ZoneJson {
  private ZoneJson() {}

  /**
   * What a zone is.
   *
   * @param map the zonegroup map of the current period; empty without a realm
   */
  static ZoneFacts facts(JsonNode zone, Optional<JsonNode> map) {
    String id = Json.required(zone, "id");
    int zonesInPeriod = 0;
    Optional<ZoneFacts> found = Optional.empty();
    for (JsonNode entry : map.orElse(zone).path("zonegroups")) {
      for (JsonNode member : entry.path("val").path("zones")) {
        zonesInPeriod++;
        if (Json.text(member, "id").equals(id)) {
          found = Optional.of(member(zone, entry.path("val"), member));
        }
      }
    }
    int zones = zonesInPeriod;
    return found.map(facts -> facts.withZonesInPeriod(zones)).orElseGet(() -> alone(zone));
  }

  /** Whether a zone lets only system users write, by the zonegroup map. */
  static boolean readOnly(JsonNode zone, Optional<JsonNode> map) {
    String id = Json.required(zone, "id");
    for (JsonNode entry : map.orElse(zone).path("zonegroups")) {
      for (JsonNode member : entry.path("val").path("zones")) {
        if (Json.text(member, "id").equals(id)) {
          return Json.flag(member, "read_only");
        }
      }
    }
    return false;
  }

  private static ZoneFacts member(JsonNode zone, JsonNode group, JsonNode member) {
    Set<String> placements = new HashSet<>();
    for (JsonNode target : group.path("placement_targets")) {
      String name = Json.required(target, "name");
      placements.add(name);
      target.path("storage_classes").forEach(found -> placements.add(name + "/" + found.asText()));
    }
    placements.retainAll(pools(zone)); // what only other zones of the zonegroup have is of no use
    return new ZoneFacts(
        Json.required(zone, "id"),
        Json.required(zone, "name"),
        Json.required(group, "id"),
        Json.required(group, "name"),
        Json.text(zone, "realm_id"),
        placements,
        Json.text(group, "default_placement"),
        Json.flag(member, "log_data"),
        1);
  }

  /** The placements that the zone has pools for. */
  private static Set<String> pools(JsonNode zone) {
    Set<String> placements = new HashSet<>();
    for (JsonNode pool : zone.path("placement_pools")) {
      String name = Json.required(pool, "key");
      placements.add(name);
      pool.path("val")
          .path("storage_classes")
          .fieldNames()
          .forEachRemaining(found -> placements.add(name + "/" + found));
    }
    return placements;
  }

  private static ZoneFacts alone(JsonNode zone) {
    return new ZoneFacts(
        Json.required(zone, "id"),
        Json.required(zone, "name"),
        "",
        "",
        "",
        pools(zone),
        "default-placement",
        false,
        1);
  }

  /** The zones of the current period, from the zonegroup map. */
  static Period period(JsonNode map) {
    List<Period.Member> members = new ArrayList<>();
    String masterZone = "";
    for (JsonNode entry : Json.array(map, "zonegroups")) {
      JsonNode group = entry.path("val");
      String groupId = Json.required(group, "id");
      if (groupId.equals(Json.text(map, "master_zonegroup"))) {
        masterZone = Json.text(group, "master_zone");
      }
      group.path("zones").forEach(zone -> members.add(memberOfPeriod(groupId, zone)));
    }
    return new Period(masterZone, members);
  }

  private static Period.Member memberOfPeriod(String groupId, JsonNode zone) {
    Set<String> reads = new HashSet<>();
    zone.path("sync_from").forEach(name -> reads.add(name.asText()));
    return new Period.Member(
        Json.required(zone, "id"),
        Json.required(zone, "name"),
        groupId,
        !zone.path("endpoints").isEmpty(),
        Json.flag(zone, "sync_from_all"),
        reads);
  }

  /** Where the logs of all index shards stand, from {@code /admin/bucket?stats}. */
  static BucketHeads heads(BucketName bucket, JsonNode stats) {
    BucketInstance instance = new BucketInstance(bucket, Json.required(stats, "id"));
    int shards = stats.path("num_shards").asInt();
    Map<BucketShard, LogPosition> heads = new HashMap<>();
    for (String part : Json.required(stats, "max_marker").split(",", -1)) {
      int shard = shards == 0 ? BucketShard.UNSHARDED : shardOf(part);
      heads.put(new BucketShard(instance, shard), LogPosition.of(LogJson.withoutShard(part)));
    }
    return new BucketHeads(instance, Json.required(stats, "marker"), shards, heads);
  }

  private static int shardOf(String part) {
    try {
      return Integer.parseInt(part.substring(0, Math.max(part.indexOf('#'), 0)));
    } catch (NumberFormatException e) {
      throw Json.unreadable("has the shard marker '" + part + "'");
    }
  }
}
