package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.testing.S3User;
import io.gyre.testing.UserBucket;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A mass deletion at the source does not become one at the destination unnoticed. */
@AnyZones
@Timeout(240)
class GuardIT extends LocalRoutes {

  GuardIT(ZonePair zones) {
    super(zones);
  }

  @Test
  void aBucketOfWhichTooMuchIsDeletedStopsUntilThatIsConfirmed(@TempDir Path directory)
      throws Exception {
    LocalRoute route = new LocalRoute(zones, directory).with("limits: { max-delete-per-hour: 3 }");
    S3User ann = source.createUser("ann");
    UserBucket emptied = new UserBucket(ann, "emptied").create();
    UserBucket removed = new UserBucket(ann, "removed").create();
    UserBucket other = new UserBucket(ann, "other").create();
    for (int i = 0; i < 6; i++) {
      emptied.put("key " + i, "text");
      removed.put("key " + i, "text");
    }
    assertThat(route.syncOnce()).isZero();

    for (int i = 0; i < 6; i++) {
      emptied.delete("key " + i);
      removed.delete("key " + i);
    }
    ann.deleteBucket("removed");
    other.put("a", "text");
    assertThat(route.syncOnce()).isEqualTo(ExitCode.DIFFERENCES);

    S3User there = destination.user("ann");
    assertThat(objects(there, "emptied")).isBetween(3, 6);
    assertThat(objects(there, "removed")).isEqualTo(6);
    assertThat(objects(there, "other")).isEqualTo(1);
    emptied.put("new", "text");
    assertThat(route.syncOnce()).as("another start").isEqualTo(ExitCode.DIFFERENCES);
    assertThat(objects(there, "emptied")).isBetween(3, 6);

    assertThat(route.run("confirm-deletes", "other").code()).isEqualTo(ExitCode.DIFFERENCES);
    assertThat(route.run("confirm-deletes", "emptied", "removed").code()).isZero();
    assertThat(route.syncOnce()).isZero();

    assertThat(objects(there, "emptied")).isEqualTo(1);
    LocalRoute.Ran check = route.check();
    assertThat(check.found()).as(check.text()).isEmpty();
    assertThat(check.code()).isZero();
  }

  @Test
  void aDestinationThatOthersMayWriteToIsRefusedWhereThatIsAskedFor(@TempDir Path directory)
      throws Exception {
    source.createUser("ann");
    LocalRoute route = new LocalRoute(zones, directory).with("read-only-destination: true");

    assertThat(route.syncOnce()).isEqualTo(ExitCode.CONFIGURATION);

    assertThat(destination.system().send("GET", "/admin/user", Map.of("uid", "ann")).status())
        .as("nothing was written")
        .isEqualTo(404);
  }

  private static int objects(S3User user, String bucket) {
    return user.client().listObjectsV2(of -> of.bucket(bucket)).keyCount();
  }
}
