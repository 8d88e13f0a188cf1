package io.gyre.embedded.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;

/** The metadata of bucket instances that begin here. */
final class NewBucket {
  private NewBucket() {}

  static BucketRecord record(Zone zone, Buckets.Creation creation, String id) {
    long now = zone.clock().next();
    int slash = creation.key().indexOf('/');
    String tenant = slash < 0 ? "" : creation.key().substring(0, slash);
    ObjectNode info = Json.object();
    info.set("bucket", Json.bucket(tenant, creation.key().substring(slash + 1), id, id));
    info.put("creation_time", Times.micros(now))
        .put("owner", creation.owner().id())
        .put("flags", creation.flags())
        .put("zonegroup", zone.identity().zonegroupId())
        .put("placement_rule", creation.placement().text())
        .put("has_instance_obj", "false");
    info.set("quota", Json.noQuota());
    info.put("num_shards", creation.shards())
        .put("bi_shard_hash_type", 0)
        .put("requester_pays", "false")
        .put("has_website", "false")
        .put("swift_versioning", "false")
        .put("swift_ver_location", "")
        .put("index_type", 0);
    info.putArray("mdsearch_config");
    info.put("reshard_status", 0).put("new_bucket_instance_id", "");
    TreeMap<String, byte[]> attrs = new TreeMap<>();
    attrs.put(BucketRecord.ACL, CephEncoding.acl(creation.acl()));
    return new BucketRecord(info, attrs, new MetaVersion(Ids.metaTag(), 1), now);
  }

  /** The same bucket under a new instance id; the marker stays. */
  static BucketRecord resharded(BucketRecord old, String id, int shards) {
    ObjectNode info = old.info().deepCopy();
    info.set("bucket", Json.bucket(old.tenant(), old.name(), old.marker(), id));
    info.put("num_shards", shards);
    return new BucketRecord(info, old.attrs(), new MetaVersion(Ids.metaTag(), 1), old.mtime());
  }
}
