package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.CheckpointView;
import io.gyre.checkpoint.Shortfall;
import io.gyre.testing.S3User;
import io.gyre.testing.UserBucket;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A part of a zone is replicated, and nothing else is touched. */
@AnyZones
@Timeout(240)
class SelectIT extends LocalRoutes {
  private static final String LARGE = "l".repeat(200_000);

  SelectIT(ZonePair zones) {
    super(zones);
  }

  @Test
  void whatIsLeftOutIsNeitherCopiedNorComparedNorRemoved(@TempDir Path directory) throws Exception {
    LocalRoute route =
        new LocalRoute(zones, directory)
            .with(
                "select:",
                "  buckets: { rules: [ '- owner:eve', '- regex:scratch[0-9]*' ] }",
                "  keys: [ '- prefix:tmp/', '+ tmp/keep/*' ]",
                "  objects: { max-size: 100KiB, tags: [ '- copy=no' ] }");
    S3User ann = source.createUser("ann");
    new UserBucket(source.createUser("eve"), "hers").create().put("a", "text");
    new UserBucket(ann, "scratch1").create().put("a", "text");
    UserBucket flat = new UserBucket(ann, "flat").create();
    UserBucket versioned = new UserBucket(ann, "versioned").create();
    versioned.enable();
    for (UserBucket bucket : List.of(flat, versioned)) {
      bucket.put("a", "text");
      bucket.put("grows", "text");
      bucket.put("large", LARGE);
      bucket.put("tmp/a", "text");
      bucket.put("tmp/keep/a", "text");
      bucket.put("tagged", "text");
    }
    ann.setTags("flat", "tagged", Map.of("copy", "no"));

    assertThat(route.syncOnce()).isZero();

    S3User there = destination.user("ann");
    assertThat(buckets(there)).containsExactly("flat", "versioned");
    assertThat(keys(there, "flat")).containsExactly("a", "grows", "tmp/keep/a");
    assertThat(keys(there, "versioned")).containsExactly("a", "grows", "tagged", "tmp/keep/a");

    // By the log: an older copy stays when its key has other content that is left out.
    for (UserBucket bucket : List.of(flat, versioned)) {
      bucket.put("grows", LARGE);
      bucket.put("tmp/b", "text");
      bucket.delete("a");
      bucket.delete("large");
    }
    ann.setTags("versioned", "tagged", Map.of("copy", "no"));
    new UserBucket(there, "flat").put("tmp/theirs", "of the destination");
    assertThat(route.syncOnce()).isZero();

    assertThat(keys(there, "flat")).containsExactly("grows", "tmp/keep/a", "tmp/theirs");
    assertThat(keys(there, "versioned")).containsExactly("grows", "tagged", "tmp/keep/a");
    for (String bucket : List.of("flat", "versioned")) {
      assertThat(
              there.client().getObjectAsBytes(of -> of.bucket(bucket).key("grows")).asUtf8String())
          .isEqualTo("text");
    }
    assertThat(there.client().getObjectTagging(of -> of.bucket("versioned").key("tagged")).tagSet())
        .isEmpty();
    LocalRoute.Ran check = route.check("--attributes");
    assertThat(check.found()).as(check.text()).isEmpty();
    assertThat(check.code()).isZero();

    // Removed at the source as a whole: of what is left out nothing goes.
    for (String key : keys(ann, "flat")) {
      flat.delete(key);
    }
    ann.deleteBucket("flat");
    assertThat(route.syncOnce()).isEqualTo(ExitCode.DIFFERENCES);
    assertThat(keys(there, "flat")).contains("tmp/theirs").as("nothing else").hasSizeLessThan(4);
    try (CheckpointView view = CheckpointView.open(directory.resolve("state"))) {
      assertThat(Shortfall.among(view.facts()))
          .singleElement()
          .matches(it -> it.reason().contains("keys that select.keys leaves out, such as tmp/"));
    }
  }

  /** Each way to lose or to delete something by changing what is selected. */
  @Test
  void aChangeOfWhatIsSelectedAppliesToWhatWasCopiedAfterARescanOnly(@TempDir Path directory)
      throws Exception {
    LocalRoute route = new LocalRoute(zones, directory).with();
    S3User ann = source.createUser("ann");
    UserBucket bucket = new UserBucket(ann, "bucket").create();
    for (String key : List.of("a", "tmp/kept", "tmp/removed")) {
      bucket.put(key, "text");
    }
    assertThat(route.syncOnce()).isZero();
    S3User there = destination.user("ann");

    route.with("select: { keys: [ '- prefix:tmp/' ] }");
    bucket.put("tmp/new", "text");
    bucket.put("tmp/kept", "newer");
    bucket.delete("tmp/removed");
    assertThat(route.syncOnce()).as("a rescan is due").isEqualTo(ExitCode.DIFFERENCES);
    assertThat(route.rescan()).isZero();
    assertThat(keys(there, "bucket")).containsExactly("a", "tmp/kept", "tmp/removed");
    assertThat(text(there, "tmp/kept")).isEqualTo("text");

    route.with();
    assertThat(route.syncOnce()).as("a rescan is due").isEqualTo(ExitCode.DIFFERENCES);
    assertThat(keys(there, "bucket")).containsExactly("a", "tmp/kept", "tmp/removed");
    assertThat(route.rescan()).isZero();
    assertThat(keys(there, "bucket")).containsExactly("a", "tmp/kept", "tmp/new");
    assertThat(text(there, "tmp/kept")).isEqualTo("newer");
    assertThat(route.check().code()).isZero();
  }

  private static String text(S3User user, String key) {
    return user.client().getObjectAsBytes(of -> of.bucket("bucket").key(key)).asUtf8String();
  }

  private static List<String> buckets(S3User user) {
    return user.client().listBuckets().buckets().stream().map(bucket -> bucket.name()).toList();
  }

  private static List<String> keys(S3User user, String bucket) {
    return user.client().listObjectsV2(of -> of.bucket(bucket)).contents().stream()
        .map(S3Object::key)
        .toList();
  }
}
