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
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;

/** What {@code check --repair} queues, and what {@code sync} makes of it. */
@AnyZones
@Timeout(240)
class RepairIT extends LocalRoutes {

  RepairIT(ZonePair zones) {
    super(zones);
  }

  @Test
  void whatDiffersIsMendedAndWhatIsExtraGoesOnlyWhenAskedFor(@TempDir Path directory)
      throws Exception {
    LocalRoute route = new LocalRoute(zones, directory).with();
    assertThat(route.check("--repair").code()).as("no checkpoint").isEqualTo(2);
    S3User ann = source.createUser("ann");
    UserBucket flat = new UserBucket(ann, "flat").create();
    for (String key : new String[] {"missing", "bytes", "acl", "tags", "same"}) {
      flat.put(key, "text");
    }
    UserBucket versioned = new UserBucket(ann, "versioned").create();
    versioned.enable();
    for (String key : new String[] {"missing", "one of two", "marked", "tags"}) {
      versioned.put(key, "text");
      versioned.put(key, "newer");
    }
    versioned.delete("marked");
    // Its log answers on, and is announced once more when the data log window ends.
    UserBucket removed = new UserBucket(ann, "removed").create();
    for (int i = 0; i < 20; i++) {
      removed.put("key" + i, "text");
      ann.delete("removed", "key" + i);
    }
    ann.deleteBucket("removed");
    assertThat(route.syncOnce()).isZero();
    assertThat(cutover(route, ExitCode.DONE))
        .contains("\"next\":[", "gyre sync --config ", "radosgw-admin zone modify");

    S3User there = destination.user("ann");
    UserBucket flatThere = new UserBucket(there, "flat");
    UserBucket versionedThere = new UserBucket(there, "versioned");
    there.delete("flat", "missing");
    flatThere.put("bytes", "longer than it was");
    flatThere.setAcl("acl", "", ObjectCannedACL.PUBLIC_READ);
    there.setTags("flat", "tags", Map.of("a", "b"));
    flatThere.put("extra", "text");
    versionedThere.remove("missing", versioned.id("missing", 0));
    versionedThere.remove("missing", versioned.id("missing", 1));
    versionedThere.remove("one of two", versioned.id("one of two", 1));
    versionedThere.remove("marked", versioned.id("marked", 2));
    versionedThere.put("extra", "text");
    versionedThere.put("same", "extra below what comes");
    versioned.put("same", "text");
    assertThat(route.syncOnce()).isZero();

    flat.put("late", "text");
    assertThat(cutover(route, ExitCode.DIFFERENCES))
        .containsPattern("\"check\":\"lag\",\"level\":\"FAIL\"")
        .containsPattern("\"check\":\"equal\",\"level\":\"FAIL\"");
    assertThat(route.syncOnce()).isZero();

    LocalRoute.Ran repair = route.check("--attributes", "--repair");
    assertThat(repair.code()).isEqualTo(ExitCode.DIFFERENCES);
    assertThat(repair.lines().get(repair.lines().size() - 1).toString())
        .as(repair.text())
        .contains("\"keys\":7,\"versions_to_copy\":8,\"versions_to_remove\":0")
        .contains("\"extra_versions_left\":3,\"keys_not_queued\":0");
    assertThat(route.syncOnce()).isZero();
    assertThat(route.check("--attributes").found())
        .containsExactlyInAnyOrder(
            "extra flat/extra", "extra versioned/extra", "differs versioned/same");

    LocalRoute.Ran removal = route.check("--repair", "--delete-extra");
    assertThat(removal.code()).isEqualTo(ExitCode.DIFFERENCES);
    // Asked again when it is done: what the source has by then is copied, not removed.
    flat.put("extra", "of the source");
    assertThat(route.syncOnce()).isZero();

    LocalRoute.Ran equal = route.check("--attributes");
    assertThat(equal.found()).as(equal.text()).isEmpty();
    assertThat(equal.code()).isZero();
    assertThat(there.client().getObjectAsBytes(of -> of.bucket("flat").key("extra")).asUtf8String())
        .isEqualTo("of the source");
  }

  private static String cutover(LocalRoute route, int expected) throws Exception {
    LocalRoute.Ran ran = route.run("cutover", "--json", "--patience", "1s");
    assertThat(ran.code()).as(ran.text()).isEqualTo(expected);
    return ran.text();
  }
}
