package io.gyre.route;

import io.gyre.testing.S3User;
import io.gyre.testing.TestZone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes to a zone as its users do, as fast as one of them can; keys are written many times. */
final class SourceLoad {
  private static final int KEYS = 200;
  private static final int BUCKETS_MAX = 20;

  private final String name;
  private final Random random;
  private final S3User owner;
  private final List<String> buckets = new ArrayList<>();
  private int writes;

  /**
   * @param name of the owner; the buckets' names begin with it
   */
  SourceLoad(TestZone zone, String name, Random random) {
    this.name = name;
    this.random = random;
    this.owner = zone.createUser(name);
    addBucket();
  }

  int writes() {
    return writes;
  }

  /** Writes until then. */
  void run(Instant until) {
    if (random.nextInt(4) == 0 && buckets.size() < BUCKETS_MAX) {
      addBucket();
    }
    while (Instant.now().isBefore(until)) {
      write(buckets.get(random.nextInt(buckets.size())), "key-" + random.nextInt(KEYS));
      writes++;
    }
  }

  private void addBucket() {
    String bucket = name + "-" + buckets.size();
    owner.createBucket(bucket);
    buckets.add(bucket);
  }

  private void write(String bucket, String key) {
    int dice = random.nextInt(100);
    if (dice < 25) {
      owner.delete(bucket, key);
    } else if (dice < 30) {
      owner.put(bucket, key, bytes(300_000 + random.nextInt(900_000)));
    } else if (dice < 31) {
      owner.multipart(bucket, key, bytes(5 << 20), bytes(1 + random.nextInt(100_000)));
    } else {
      owner.put(bucket, key, bytes(random.nextInt(6000)));
      if (dice > 94) {
        owner.setTags(bucket, key, Map.of("written", "" + writes));
      }
    }
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
