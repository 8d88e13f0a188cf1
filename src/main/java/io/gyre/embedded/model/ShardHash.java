package io.gyre.embedded.model;

import java.nio.charset.StandardCharsets;

/**
 * Which shard a key belongs to, computed as the real gateway does, so that shards can be compared.
 */
public final class ShardHash {
  private static final int PRIME_SMALL = 7877;
  private static final int PRIME_LARGE = 65521;

  private ShardHash() {}

  /** The index shard of an object key; all versions and upload parts of a key share it. */
  public static int indexShard(String key, int shards) {
    long hash = linux(key);
    return modulo(hash ^ ((hash & 0xFF) << 24), shards);
  }

  /** The data log shard that announces changes of one index shard. */
  public static int dataLogShard(String bucket, int indexShard, int shards) {
    return (int) ((linux(bucket) + Math.max(indexShard, 0)) % shards);
  }

  /**
   * The metadata log shard of a key. Entry point and instances of a bucket share one, so that their
   * entries stay in order.
   */
  public static int metadataLogShard(String section, String key, int shards) {
    if (section.equals("bucket") || section.equals("bucket.instance")) {
      int colon = key.indexOf(':');
      return (int) (linux("bucket:" + (colon < 0 ? key : key.substring(0, colon))) % shards);
    }
    return (int) (linux(section + ":" + key) % shards);
  }

  private static int modulo(long hash, int shards) {
    return (int)
        ((hash & 0xFFFFFFFFL) % (shards <= PRIME_SMALL ? PRIME_SMALL : PRIME_LARGE) % shards);
  }

  private static long linux(String text) {
    long hash = 0;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      long c = b & 0xFF;
      hash = ((hash + (c << 4) + (c >> 4)) * 11) & 0xFFFFFFFFL;
    }
    return hash;
  }
}
