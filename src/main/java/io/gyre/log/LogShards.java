package io.gyre.log;

import java.nio.charset.StandardCharsets;

/**
 * Which log shard of the source holds what: the gateway's own hashes (rgw's {@code
 * choose_oid}/{@code mdlog} shard functions), so that each bucket shard and each metadata key has
 * one shard actor.
 */
public final class LogShards {
  private static final int SMALL_PRIME = 7877;
  private static final int LARGE_PRIME = 65521;

  private LogShards() {}

  /** The data log shard that announces changes of this bucket shard. */
  public static int data(BucketShard shard, int logShards) {
    long hash = linuxHash(shard.instance().bucket().name());
    return (int) ((hash + Math.max(shard.shard(), 0)) % logShards);
  }

  /**
   * Whether an object's index entry is in this index shard, among so many ({@code
   * bucket_shard_index} of rgw).
   *
   * @param shards the instance's {@code num_shards}; 0 or 1 means that there is one
   */
  public static boolean indexes(int shard, String key, int shards) {
    if (shards <= 1) {
      return true;
    }
    int hash = (int) linuxHash(key);
    long mixed = Integer.toUnsignedLong(hash ^ ((hash & 0xff) << 24));
    return mixed % (shards <= SMALL_PRIME ? SMALL_PRIME : LARGE_PRIME) % shards == shard;
  }

  /**
   * The metadata log shard of a key. A bucket's entry point and its instances share one, so that
   * they stay ordered.
   */
  public static int metadata(String section, String key, int logShards) {
    boolean ofBucket = section.equals("bucket") || section.equals("bucket.instance");
    int colon = key.indexOf(':');
    String hashed =
        ofBucket ? "bucket:" + (colon < 0 ? key : key.substring(0, colon)) : section + ":" + key;
    return (int) (linuxHash(hashed) % logShards);
  }

  /** Ceph's {@code ceph_str_hash_linux}: 32 bits, unsigned, over the UTF-8 bytes. */
  static long linuxHash(String text) {
    int hash = 0;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xff;
      hash = (hash + (c << 4) + (c >> 4)) * 11;
    }
    return Integer.toUnsignedLong(hash);
  }
}
