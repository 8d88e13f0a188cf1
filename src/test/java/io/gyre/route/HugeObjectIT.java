package io.gyre.route;

import io.gyre.ceph.CephPair;
import io.gyre.ceph.RealCeph;
import io.gyre.testing.S3User;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An object of more than two gigabytes, which an array could not have. */
@Tag("long")
@RealCeph
@Timeout(900)
class HugeObjectIT {
  private static final int PART = 64 << 20;
  private static final int PARTS = 34;

  private final CephPair ceph;

  @TempDir private Path directory;

  HugeObjectIT(CephPair ceph) {
    this.ceph = ceph;
  }

  @AfterEach
  void giveBackTheMemory() {
    ceph.source().wipe();
    ceph.destination().wipe();
  }

  @Test
  void itFlowsThroughASmallMemory() throws InterruptedException {
    S3User owner = ceph.source().createUser("huge");
    owner.createBucket("huge");
    byte[] part = new byte[PART];
    new Random(20260104).nextBytes(part);
    byte[][] parts = new byte[PARTS][];
    Arrays.fill(parts, part);
    owner.multipart("huge", "parts", parts);

    LargeObjectIT.copiesInASmallMemory(ceph, "huge", directory, "copied 1 object (2.1 GiB)");
  }
}
