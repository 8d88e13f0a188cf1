package io.gyre.metadata;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.log.BucketInstance;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** Metadata objects as Ceph 16.2 writes them. */
public final class SampleMetadata {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SampleMetadata() {}

  /** A user with one access key; the uid may have a tenant. */
  public static ObjectNode user(String uid, String accessKey) {
    return json(
        """
        {"key":"user:%1$s","ver":{"tag":"_t1","ver":1},"mtime":"2026-01-01T00:00:00.000000Z",
         "data":{"user_id":"%1$s","display_name":"User","email":"","suspended":0,"max_buckets":1000,
          "subusers":[],"keys":[{"user":"%1$s","access_key":"%2$s","secret_key":"secret"}],
          "swift_keys":[],"caps":[],"op_mask":"read, write, delete","default_placement":"",
          "default_storage_class":"","placement_tags":[],
          "bucket_quota":{"enabled":false,"check_on_raw":false,"max_size":-1,"max_size_kb":0,"max_objects":-1},
          "user_quota":{"enabled":false,"check_on_raw":false,"max_size":-1,"max_size_kb":0,"max_objects":-1},
          "temp_url_keys":[],"type":"rgw","mfa_ids":[],"attrs":[]}}
        """
            .formatted(uid, accessKey));
  }

  /** The same user, changed in place, with an e-mail address. */
  public static ObjectNode withEmail(ObjectNode user, String email) {
    user.withObject("/data").put("email", email);
    return user;
  }

  /** A bucket's entry point. */
  public static ObjectNode entryPoint(BucketInstance instance, String marker, String owner) {
    return json(
        """
        {"key":"bucket:%s","ver":{"tag":"_t2","ver":1},"mtime":"2026-01-01T00:00:00.000000Z",
         "data":{"bucket":%s,"owner":"%s","creation_time":"2026-01-01T00:00:00.000000Z",
          "linked":"true","has_bucket_info":"false"}}
        """
            .formatted(instance.bucket(), bucket(instance, marker), owner));
  }

  /** A bucket instance of 11 shards that was never versioned. */
  public static ObjectNode instance(
      BucketInstance instance, String marker, String owner, String zonegroup) {
    return json(
        """
        {"key":"bucket.instance:%s","ver":{"tag":"_t3","ver":1},"mtime":"2026-01-01T00:00:00.000000Z",
         "data":{"bucket_info":{"bucket":%s,"creation_time":"2026-01-01T00:00:00.000000Z",
          "owner":"%s","flags":0,"zonegroup":"%s","placement_rule":"default-placement",
          "has_instance_obj":"true",
          "quota":{"enabled":false,"check_on_raw":false,"max_size":-1,"max_size_kb":0,"max_objects":-1},
          "num_shards":11,"bi_shard_hash_type":0,"requester_pays":"false","has_website":"false",
          "swift_versioning":"false","swift_ver_location":"","index_type":0,"mdsearch_config":[],
          "reshard_status":0,"new_bucket_instance_id":""},
         "attrs":[{"key":"user.rgw.acl","val":"AgI="}]}}
        """
            .formatted(instance, bucket(instance, marker), owner, zonegroup));
  }

  /** The value of a bucket's public access settings: four of them, 0 or 1, in their order. */
  public static String publicAccess(int... settings) {
    ByteBuffer encoded = ByteBuffer.allocate(6 + settings.length).order(ByteOrder.LITTLE_ENDIAN);
    encoded.put((byte) 1).put((byte) 1).putInt(settings.length);
    for (int setting : settings) {
      encoded.put((byte) setting);
    }
    return Base64.getEncoder().encodeToString(encoded.array());
  }

  private static String bucket(BucketInstance instance, String marker) {
    return """
        {"name":"%s","marker":"%s","bucket_id":"%s","tenant":"%s",
         "explicit_placement":{"data_pool":"","data_extra_pool":"","index_pool":""}}
        """
        .formatted(instance.bucket().name(), marker, instance.id(), instance.bucket().tenant());
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
