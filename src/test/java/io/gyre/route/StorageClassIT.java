package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.ceph.CephPair;
import io.gyre.ceph.RealCeph;
import io.gyre.testing.S3User;
import io.gyre.testing.TestZone;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Storage classes that both zones have, and one that only the source has. */
@RealCeph
@Timeout(240)
class StorageClassIT {
  private static final String BOTH = "COLD";
  private static final String SOURCE_ONLY = "FROZEN";

  private final CephPair ceph;

  @TempDir private Path directory;

  StorageClassIT(CephPair ceph) {
    this.ceph = ceph;
  }

  @AfterEach
  void removeClasses() {
    ceph.source().wipe();
    ceph.destination().wipe();
    removeClasses(ceph.source(), BOTH, SOURCE_ONLY);
    removeClasses(ceph.destination(), BOTH);
  }

  @Test
  void anObjectKeepsAClassThatTheDestinationHas() {
    addClasses(ceph.source(), BOTH, SOURCE_ONLY);
    addClasses(ceph.destination(), BOTH);
    S3User owner = ceph.source().createUser("classy");
    owner.createBucket("classes");
    put(owner, "small", BOTH, 10);
    put(owner, "large", BOTH, 5 << 20);
    owner.multipart(
        CreateMultipartUploadRequest.builder().bucket("classes").key("parts").storageClass(BOTH),
        new byte[5 << 20],
        new byte[1]);
    put(owner, "usual", "STANDARD", 10);
    owner.createBucket("without");
    owner.put(
        PutObjectRequest.builder().bucket("without").key("frozen").storageClass(SOURCE_ONLY),
        new byte[10]);

    GyreProcess.syncOnce(RouteFile.between(ceph), directory);

    Replica.of(ceph, "classes").assertEqual();
    assertThat(
            ceph.destination()
                .user("classy")
                .client()
                .headObject(to -> to.bucket("without").key("frozen"))
                .storageClassAsString())
        .isIn(null, "STANDARD");
  }

  private static void put(S3User owner, String key, String storageClass, int size) {
    owner.put(
        PutObjectRequest.builder().bucket("classes").key(key).storageClass(storageClass),
        new byte[size]);
  }

  /** As an administrator does; the gateway learns of it at its next start. */
  private void addClasses(TestZone zone, String... classes) {
    for (String name : classes) {
      placement(zone, "add", name, "zonegroup", "--rgw-zonegroup=" + zone.region());
      placement(
          zone,
          "add",
          name,
          "zone",
          "--rgw-zone=" + zone.name(),
          "--data-pool=" + zone.name() + ".rgw.buckets." + name.toLowerCase(Locale.ROOT));
    }
    commit(zone);
  }

  private void removeClasses(TestZone zone, String... classes) {
    for (String name : classes) {
      placement(zone, "rm", name, "zone", "--rgw-zone=" + zone.name());
      placement(zone, "rm", name, "zonegroup", "--rgw-zonegroup=" + zone.region());
    }
    commit(zone);
  }

  private void placement(
      TestZone zone, String action, String storageClass, String of, String... options) {
    List<String> arguments = new ArrayList<>(List.of(of, "placement", action));
    arguments.add("--placement-id=default-placement");
    arguments.add("--storage-class=" + storageClass);
    arguments.addAll(List.of(options));
    ceph.admin(zone, arguments.toArray(String[]::new));
  }

  private void commit(TestZone zone) {
    ceph.admin(zone, "period", "update", "--commit");
    ceph.stopGateway(zone);
    ceph.startGateway(zone);
  }
}
