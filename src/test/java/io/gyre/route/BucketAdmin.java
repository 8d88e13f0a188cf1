package io.gyre.route;

import io.gyre.testing.TestZone;
import java.util.Map;

/** What an administrator does to the buckets of a zone. */
record BucketAdmin(TestZone zone) {
  private static final String BUCKET = "/admin/bucket";

  /** Limits a bucket to so many objects, or only notes the limit. */
  void quota(String uid, String bucket, int objects, boolean enabled) {
    put(
        Map.of(
            "quota",
            "",
            "uid",
            uid,
            "bucket",
            bucket,
            "max-objects",
            String.valueOf(objects),
            "enabled",
            String.valueOf(enabled)));
  }

  /** Gives a bucket to another user; what is in it stays whose it is. */
  void link(String bucket, String uid) {
    put(Map.of("bucket", bucket, "uid", uid));
  }

  /** Disables or enables that the bucket is synced. */
  void sync(String bucket, boolean enabled) {
    put(Map.of("sync", String.valueOf(enabled), "bucket", bucket));
  }

  /** Removes a bucket with all that is in it. */
  void purge(String bucket) {
    zone.system()
        .send("DELETE", BUCKET, Map.of("bucket", bucket, "purge-objects", "true"))
        .requireSuccess();
  }

  private void put(Map<String, String> query) {
    zone.system().send("PUT", BUCKET, query).requireSuccess();
  }
}
