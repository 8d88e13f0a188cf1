package io.gyre.embedded.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.model.AccessKey;
import io.gyre.embedded.model.Json;
import io.gyre.embedded.model.PlacementRule;
import io.gyre.embedded.model.User;
import io.gyre.embedded.model.Zone;
import io.gyre.embedded.model.ZoneIdentity;

/**
 * {@code /admin/config} and {@code /admin/realm}: one realm, one zonegroup, this zone and a peer
 * entry, in one period.
 */
final class Topology {
  private final Zone zone;
  private final ZoneIdentity identity;
  private final String endpoint;
  private final String peer;

  /** The peer may have no endpoint. */
  Topology(Zone zone, String endpoint, String peer) {
    this.zone = zone;
    this.identity = zone.identity();
    this.endpoint = endpoint;
    this.peer = peer;
  }

  Reply config(AdminCall call) {
    call.require("zone");
    requireGet(call);
    return switch (call.query().text("type")) {
      case "zone" -> Reply.json(zoneParameters(call));
      case "zonegroup-map" -> Reply.json(map("zonegroups", "master_zonegroup"));
      default -> Reply.json(map("regions", "master_region"));
    };
  }

  Reply realm(AdminCall call) {
    call.require("zone");
    requireGet(call);
    if (call.request().key().equals("realm/period")) {
      return Reply.json(period());
    }
    if (call.query().has("list")) {
      ObjectNode json = Json.object().put("default_info", identity.realmId());
      json.putArray("realms").add(identity.realm());
      return Reply.json(json);
    }
    return Reply.json(
        Json.object()
            .put("id", identity.realmId())
            .put("name", identity.realm())
            .put("current_period", identity.period())
            .put("epoch", 2));
  }

  private ObjectNode map(String list, String master) {
    ObjectNode json = Json.object();
    json.putArray(list).addObject().put("key", identity.zonegroupId()).set("val", zonegroup());
    json.put(master, identity.zonegroupId());
    json.set("bucket_quota", Json.noQuota());
    json.set("user_quota", Json.noQuota());
    return json;
  }

  private ObjectNode zonegroup() {
    ObjectNode json =
        Json.object()
            .put("id", identity.zonegroupId())
            .put("name", identity.zonegroup())
            .put("api_name", identity.zonegroup())
            .put("is_master", "true");
    json.putArray("endpoints").add(endpoint);
    json.putArray("hostnames");
    json.putArray("hostnames_s3website");
    json.put("master_zone", identity.id());
    var zones = json.putArray("zones");
    zones.add(zone(identity.id(), identity.name(), endpoint));
    zones.add(zone(identity.peerId(), identity.name() + "-peer", peer));
    PlacementJson.targets(json.putArray("placement_targets"), zone.placements());
    json.put("default_placement", PlacementRule.DEFAULT.target())
        .put("realm_id", identity.realmId());
    json.putObject("sync_policy").putArray("groups");
    return json;
  }

  private ObjectNode zone(String id, String name, String at) {
    ObjectNode json = Json.object().put("id", id).put("name", name);
    var endpoints = json.putArray("endpoints");
    if (!at.isEmpty()) {
      endpoints.add(at);
    }
    json.put("log_meta", "false")
        .put("log_data", "true")
        .put("bucket_index_max_shards", zone.settings().indexShards())
        .put("read_only", "false")
        .put("tier_type", "")
        .put("sync_from_all", "true");
    json.putArray("sync_from");
    return json.put("redirect_zone", "");
  }

  private ObjectNode zoneParameters(AdminCall call) {
    User user = call.caller().signedUser();
    AccessKey key = user.keys().isEmpty() ? new AccessKey("", "") : user.keys().get(0);
    ObjectNode json = Json.object().put("id", identity.id()).put("name", identity.name());
    json.putObject("system_key").put("access_key", key.id()).put("secret_key", key.secret());
    PlacementJson.pools(json.putArray("placement_pools"), zone.placements(), identity.name());
    return json.put("realm_id", identity.realmId());
  }

  private ObjectNode period() {
    ObjectNode json =
        Json.object()
            .put("id", identity.period())
            .put("epoch", 1)
            .put("predecessor_uuid", identity.firstPeriod());
    json.putArray("sync_status");
    ObjectNode map = json.putObject("period_map").put("id", identity.period());
    map.putArray("zonegroups").add(zonegroup());
    var ids = map.putArray("short_zone_ids");
    ids.addObject().put("key", identity.id()).put("val", ZoneIdentity.shortId(identity.id()));
    ids.addObject()
        .put("key", identity.peerId())
        .put("val", ZoneIdentity.shortId(identity.peerId()));
    json.put("master_zonegroup", identity.zonegroupId()).put("master_zone", identity.id());
    ObjectNode config = json.putObject("period_config");
    config.set("bucket_quota", Json.noQuota());
    config.set("user_quota", Json.noQuota());
    return json.put("realm_id", identity.realmId())
        .put("realm_name", identity.realm())
        .put("realm_epoch", 2);
  }

  private static void requireGet(AdminCall call) {
    if (!call.request().method().equals("GET")) {
      throw ErrorCode.METHOD_NOT_ALLOWED.refusal();
    }
  }
}
