package io.gyre.embedded.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.Query;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.model.Bucket;
import io.gyre.embedded.model.BucketRecord;
import io.gyre.embedded.model.Buckets;
import io.gyre.embedded.model.Json;
import io.gyre.embedded.model.Times;
import io.gyre.embedded.model.User;
import io.gyre.embedded.model.Zone;
import java.util.List;
import java.util.Optional;

/** {@code /admin/bucket}: names, statistics, owners, quotas, sync on and off, removal. */
final class BucketAdmin {
  private static final long ALLOCATION_UNIT = 4096;

  private BucketAdmin() {}

  static Reply answer(AdminCall call) {
    call.require("buckets");
    return switch (call.request().method()) {
      case "GET" -> get(call);
      case "PUT" -> put(call);
      case "POST" -> unlink(call);
      case "DELETE" -> delete(call);
      default -> throw ErrorCode.METHOD_NOT_ALLOWED.refusal();
    };
  }

  private static Reply get(AdminCall call) {
    Query query = call.query();
    boolean stats = query.text("stats").equals("true");
    if (query.has("bucket")) {
      return Reply.json(stats(find(call)));
    }
    Buckets buckets = call.zone().buckets();
    boolean ofUser = query.has("uid");
    List<String> keys = ofUser ? buckets.listOf(query.text("uid")) : buckets.entryKeys();
    ArrayNode array = Json.object().putArray("buckets");
    if (stats) {
      keys.forEach(key -> buckets.find(key).ifPresent(bucket -> array.add(stats(bucket))));
    } else {
      keys.forEach(key -> array.add(ofUser ? key.substring(key.indexOf('/') + 1) : key));
    }
    return Reply.json(array);
  }

  private static Reply put(AdminCall call) {
    Query query = call.query();
    if (query.text("bucket").isEmpty()) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    if (query.has("sync")) {
      call.zone()
          .buckets()
          .setSync(findToChange(call), query.text("sync").equalsIgnoreCase("true"));
    } else if (query.has("quota")) {
      user(call); // whoever it is
      call.zone().buckets().update(findToChange(call), record -> limited(record, query));
    } else {
      call.zone().buckets().link(findToChange(call), user(call));
    }
    return Reply.ok();
  }

  private static BucketRecord limited(BucketRecord record, Query query) {
    ObjectNode quota = record.info().path("quota").deepCopy();
    return record.with("quota", QuotaEdit.apply(quota, query));
  }

  private static User user(AdminCall call) {
    String uid = call.query().text("uid");
    if (uid.isEmpty()) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    return call.zone().users().find(uid).orElseThrow(ErrorCode.NO_SUCH_KEY::refusal);
  }

  private static Reply unlink(AdminCall call) {
    call.zone().buckets().unlink(findToChange(call));
    return Reply.ok();
  }

  private static Reply delete(AdminCall call) {
    remove(call.zone(), find(call), call.query().text("purge-objects").equals("true"));
    return Reply.ok();
  }

  /** Removes a bucket, and first what is in it if that is wanted. */
  static void remove(Zone zone, Bucket bucket, boolean purge) {
    if (purge) {
      bucket.purge();
    }
    if (!bucket.isEmpty()) {
      throw ErrorCode.BUCKET_NOT_EMPTY.refusal();
    }
    zone.buckets().remove(bucket);
  }

  private static Bucket find(AdminCall call) {
    return named(call).orElseThrow(ErrorCode.NO_SUCH_BUCKET::refusal);
  }

  /** What changes a bucket has another name for one that is not there. */
  private static Bucket findToChange(AdminCall call) {
    return named(call).orElseThrow(ErrorCode.NO_SUCH_KEY::refusal);
  }

  private static Optional<Bucket> named(AdminCall call) {
    return call.zone().buckets().find(call.query().text("bucket"));
  }

  private static ObjectNode stats(Bucket bucket) {
    BucketRecord record = bucket.record();
    List<Bucket.LogInfo> infos = bucket.logInfo();
    ObjectNode json =
        Json.object()
            .put("bucket", record.name())
            .put("num_shards", bucket.shardCount())
            .put("tenant", record.tenant())
            .put("zonegroup", record.zonegroup())
            .put("placement_rule", record.info().path("placement_rule").asText());
    json.set("explicit_placement", Json.noPlacement());
    json.put("id", record.id())
        .put("marker", record.marker())
        .put("index_type", "Normal")
        .put("owner", record.owner())
        .put("ver", BucketIndexResource.joined(infos, info -> Long.toString(info.version())))
        .put("master_ver", BucketIndexResource.joined(infos, info -> "0"))
        .put("mtime", Times.micros(record.mtime()))
        .put("creation_time", record.info().path("creation_time").asText())
        .put("max_marker", BucketIndexResource.joined(infos, Bucket.LogInfo::maxMarker));
    json.set("usage", usage(bucket.usage()));
    json.set("bucket_quota", record.info().path("quota"));
    return json;
  }

  private static ObjectNode usage(Bucket.Usage usage) {
    ObjectNode json = Json.object();
    if (usage.objects() > 0) {
      long actual = Math.max(usage.bytes(), usage.objects() * ALLOCATION_UNIT);
      json.putObject("rgw.main")
          .put("size", usage.bytes())
          .put("size_actual", actual)
          .put("size_utilized", usage.bytes())
          .put("size_kb", kib(usage.bytes()))
          .put("size_kb_actual", kib(actual))
          .put("size_kb_utilized", kib(usage.bytes()))
          .put("num_objects", usage.objects());
    }
    return json;
  }

  private static long kib(long bytes) {
    return (bytes + 1023) / 1024;
  }
}
