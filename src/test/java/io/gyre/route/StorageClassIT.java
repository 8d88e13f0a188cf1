package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.testing.S3User;
import io.gyre.testing.ZoneOperator;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Storage classes that both zones have, and one that only the source has. */
@AnyZones
@Timeout(240)
class StorageClassIT {
  private static final String COLD = "COLD";
  private static final String FROZEN = "FROZEN";
  private static final String BOTH = "default-placement/" + COLD;
  private static final String SOURCE_ONLY = "default-placement/" + FROZEN;

  private final ZonePair zones;

  @TempDir private Path directory;

  StorageClassIT(ZonePair zones) {
    this.zones = zones;
  }

  @BeforeEach
  void addClasses() {
    source().addPlacements(List.of(BOTH, SOURCE_ONLY));
    destination().addPlacements(List.of(BOTH));
  }

  @AfterEach
  void removeClasses() {
    zones.source().wipe();
    zones.destination().wipe();
    source().removePlacements(List.of(BOTH, SOURCE_ONLY));
    destination().removePlacements(List.of(BOTH));
  }

  private ZoneOperator source() {
    return zones.operator(zones.source());
  }

  private ZoneOperator destination() {
    return zones.operator(zones.destination());
  }

  @Test
  void anObjectKeepsAClassThatTheDestinationHas() {
    S3User owner = zones.source().createUser("classy");
    owner.createBucket("classes");
    put(owner, "small", COLD, 10);
    put(owner, "large", COLD, 5 << 20);
    owner.multipart(
        CreateMultipartUploadRequest.builder().bucket("classes").key("parts").storageClass(COLD),
        new byte[5 << 20],
        new byte[1]);
    put(owner, "usual", "STANDARD", 10);
    owner.createBucket("without");
    owner.put(
        PutObjectRequest.builder().bucket("without").key("frozen").storageClass(FROZEN),
        new byte[10]);

    GyreProcess.syncOnce(RouteFile.between(zones), directory);

    Replica.of(zones, "classes").assertEqual();
    assertThat(
            zones
                .destination()
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
}
