package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.testing.S3User;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Objects that are larger than the memory of the process that copies them. */
@AnyZones
@Timeout(240)
class LargeObjectIT {
  private static final int PART = 25 << 20;
  private static final int PARTS = 4;
  private static final int SINGLE = 100 << 20;

  private final ZonePair zones;
  private final Random random = new Random(20260103);

  @TempDir private Path directory;

  LargeObjectIT(ZonePair zones) {
    this.zones = zones;
  }

  @Test
  void bytesFlowThroughASmallMemory() throws InterruptedException {
    S3User owner = zones.source().createUser("large");
    owner.createBucket("large");
    byte[] part = new byte[PART];
    random.nextBytes(part);
    byte[][] parts = new byte[PARTS][];
    Arrays.fill(parts, part);
    owner.multipart("large", "parts", parts);
    byte[] single = new byte[SINGLE];
    random.nextBytes(single);
    owner.put("large", "single", single);

    copiesInASmallMemory(zones, "large", directory, "copied 2 objects (200.0 MiB)");
  }

  /** One full pass over a bucket, in far less memory than its objects have; then both are equal. */
  static void copiesInASmallMemory(ZonePair zones, String bucket, Path directory, String progress)
      throws InterruptedException {
    Path config = RouteFile.between(zones).buckets(bucket).writeTo(directory);
    try (GyreProcess gyre =
        GyreProcess.start(
            directory,
            List.of("-Xmx64m", "-Xms64m", "-Xmn20m", "-XX:MaxDirectMemorySize=32m"),
            List.of("sync", "--config", config.toString(), "--once"))) {
      assertThat(gyre.exitCode()).as(gyre.output()).isZero();
      assertThat(gyre.output()).contains(progress);
    }
    Replica.of(zones, bucket).assertEqual();
  }
}
