package io.gyre.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.CheckpointView;
import io.gyre.log.BucketName;
import io.gyre.route.LogTrimmer;
import io.gyre.testing.S3User;
import io.gyre.testing.UserBucket;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What is replicated goes where the configuration says, and nowhere else. */
@AnyZones
@Timeout(240)
class MapIT extends LocalRoutes {
  private static final String COLD = "default-placement/COLD";

  MapIT(ZonePair zones) {
    super(zones);
  }

  @AfterEach
  void removeClass() {
    destination.wipe();
    zones.operator(destination).removePlacements(List.of(COLD));
  }

  @Test
  void bucketsAreRenamed(@TempDir Path directory) throws Exception {
    LocalRoute route =
        new LocalRoute(zones, directory)
            .with("map: { buckets: [ 'plain -> renamed', 'regex:log-(.*) -> archive-$1' ] }");
    S3User ann = source.createUser("ann");
    UserBucket plain = new UserBucket(ann, "plain").create();
    UserBucket log = new UserBucket(ann, "log-1").create();
    log.enable();
    UserBucket other = new UserBucket(ann, "other").create();
    for (UserBucket bucket : List.of(plain, log, other)) {
      bucket.put("a", "text");
      bucket.put("b", "text");
    }
    log.put("a", "newer");
    ann.multipart("plain", "large", new byte[5 << 20], new byte[10]);

    assertThat(route.syncOnce()).isZero();

    S3User there = destination.user("ann");
    assertThat(buckets(there)).containsExactlyInAnyOrder("renamed", "archive-1", "other");
    plain.delete("a");
    log.delete("a");
    log.suspend();
    log.put("a", "null");
    assertThat(route.syncOnce()).isZero();

    assertThat(keys(there, "renamed")).containsExactly("b", "large");
    assertSame(route);
    assertThat(ids(there, "archive-1")).isEqualTo(ids(ann, "log-1"));

    // A name that is taken is refused to the second, also where it may be taken over.
    new UserBucket(ann, "renamed").create().put("theirs", "text");
    route.with(
        "map: { buckets: [ 'plain -> renamed', 'regex:log-(.*) -> archive-$1' ] }", "adopt: [all]");
    assertThat(route.syncOnce()).isEqualTo(ExitCode.DIFFERENCES);
    assertThat(keys(there, "renamed")).containsExactly("b", "large");
    assertThat(reasons(directory, "renamed"))
        .singleElement()
        .asString()
        .contains("gives it the name renamed", "of bucket plain");

    // It gets the name once the first one is gone with its copy.
    for (String key : keys(ann, "plain")) {
      plain.delete(key);
    }
    ann.deleteBucket("plain");
    assertThat(route.syncOnce()).isZero();
    assertThat(keys(there, "renamed")).containsExactly("theirs");
    assertSame(route);
  }

  @Test
  void twoBucketsOfOneNameAreAnErrorAtTheStart(@TempDir Path directory) throws Exception {
    S3User ann = source.createUser("ann");
    new UserBucket(ann, "one").create().put("a", "text");
    new UserBucket(ann, "two").create().put("b", "text");
    LocalRoute route = new LocalRoute(zones, directory).with("map: { buckets: [ 'one -> two' ] }");

    assertThat(route.syncOnce()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(destination.system().json("/admin/metadata/bucket", Map.of())).isEmpty();
  }

  @Tag("long")
  @Test
  void whatWasCopiedStaysInItsPlaceUntilARescan(@TempDir Path directory) throws Exception {
    S3User ann = source.createUser("ann");
    UserBucket bucket = new UserBucket(ann, "bucket").create();
    bucket.put("a", "text");
    LocalRoute route = new LocalRoute(zones, directory).with();
    assertThat(route.syncOnce()).isZero();

    route.with("map: { buckets: [ 'bucket -> moved', 'new -> renamed' ] }");
    bucket.delete("a");
    bucket.put("b", "text");
    assertThat(route.syncOnce()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(route.rescan()).isZero();

    S3User there = destination.user("ann");
    assertThat(keys(there, "bucket")).as("the old copy").containsExactly("a");
    assertThat(keys(there, "moved")).containsExactly("b");
    bucket.put("c", "text");
    assertThat(route.syncOnce()).isZero();
    assertThat(keys(there, "moved")).containsExactly("b", "c");
    bucket.delete("b");
    bucket.delete("c");
    ann.deleteBucket("bucket");
    assertThat(route.syncOnce()).isZero();
    assertThat(buckets(there)).containsExactly("bucket");
    assertThat(keys(there, "bucket")).as("the old copy, whole").containsExactly("a");

    there.delete("bucket", "a");
    there.deleteBucket("bucket");

    // Keys that move within their bucket; without the rule the others are again what is beyond.
    new UserBucket(ann, "new").create().put("a", "text");
    assertThat(route.syncOnce()).isZero();
    route.with("map: { buckets: [ 'new -> renamed' ], keys: [ 'new: -> p/' ] }");
    assertThat(route.syncOnce()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(route.rescan()).isZero();
    assertThat(keys(there, "renamed")).containsExactly("a", "p/a");
    assertSame(route);
    route.with("map: { buckets: [ 'new -> renamed' ] }");
    assertThat(route.rescan()).isZero();
    assertThat(keys(there, "renamed")).containsExactly("a");
    assertSame(route);
  }

  @Test
  void thingsBelongToOthersAndAreInOtherStorageClasses(@TempDir Path directory) throws Exception {
    zones.operator(destination).addPlacements(List.of(COLD));
    S3User archive = destination.createUser("archive");
    S3User ann = source.createUser("ann");
    S3User bob = source.createUser("bob");
    source.createUser("archive");
    source
        .system()
        .send("POST", "/admin/user", Map.of("uid", "archive", "max-buckets", "7"))
        .requireSuccess();
    UserBucket anns = new UserBucket(ann, "anns").create();
    UserBucket bobs = new UserBucket(bob, "bobs").create();
    bobs.enable();
    bob.client()
        .putBucketAcl(to -> to.bucket("bobs").grantFullControl("id=bob").grantWrite("id=ann"));
    anns.put(
        "a", "text".getBytes(UTF_8), put -> put.grantFullControl("id=ann").grantRead("id=bob"));
    bobs.put("a", "text");
    new UserBucket(ann, "bobs").put("b", "text");
    ann.client().deleteObject(of -> of.bucket("bobs").key("b"));
    LocalRoute route =
        new LocalRoute(zones, directory)
            .with("map: { owners: [ 'ann -> archive' ], storage-classes: [ '* -> COLD' ] }");

    assertThat(route.syncOnce()).isZero();

    assertThat(destination.system().json("/admin/metadata/user", Map.of()).toString())
        .contains("bob")
        .doesNotContain("ann");
    assertThat(buckets(archive)).containsExactly("anns");
    assertThat(owner(archive, "anns", "a")).isEqualTo("archive");
    assertThat(owner(destination.user("bob"), "bobs", "a")).isEqualTo("bob");
    assertThat(storageClass(archive, "anns", "a")).isEqualTo("COLD");
    assertSame(route);

    // What has been copied follows a change of rules once that is asked for.
    destination.createUser("other");
    route.with("map: { owners: [ 'eve -> archive', 'ann -> other' ] }");
    assertThat(route.syncOnce()).as("a rescan is due").isEqualTo(ExitCode.DIFFERENCES);
    assertThat(owner(destination.systemUser(), "anns", "a")).isEqualTo("archive");
    assertThat(route.rescan()).isZero();
    assertThat(owner(destination.systemUser(), "anns", "a")).isEqualTo("other");
    assertThat(storageClass(destination.systemUser(), "bobs", "a")).isNotEqualTo("COLD");
    LocalRoute.Ran check = route.check("--attributes");
    assertThat(check.found())
        .as("only a delete marker keeps its owner")
        .containsExactly("differs bobs/b");
  }

  @Test
  void keysBeginWithAnotherPrefix(@TempDir Path directory) throws Exception {
    LocalRoute route =
        new LocalRoute(zones, directory)
            .with(
                "select: { keys: [ '+ prefix:app/' ] }",
                "map:",
                "  buckets: [ 'plain -> renamed' ]",
                "  keys: [ 'plain:app/ -> backup/', 'versions:app/ ->' ]");
    S3User ann = source.createUser("ann");
    UserBucket plain = new UserBucket(ann, "plain").create();
    UserBucket versions = new UserBucket(ann, "versions").create();
    versions.enable();
    for (String key : List.of("app/a", "app/b", "app/z/\u00fc", "other")) {
      plain.put(key, "text");
      versions.put(key, "text");
      versions.put(key, "newer");
    }
    versions.delete("app/a");
    ann.multipart("plain", "app/large", new byte[5 << 20], new byte[10]);

    assertThat(route.syncOnce()).isZero();

    S3User there = destination.user("ann");
    assertThat(keys(there, "renamed"))
        .containsExactly("backup/a", "backup/b", "backup/large", "backup/z/\u00fc");
    assertThat(keys(there, "versions")).containsExactly("b", "z/\u00fc");
    assertThat(ids(there, "versions"))
        .isEqualTo(
            ids(ann, "versions").stream()
                .filter(id -> id.startsWith("app/"))
                .map(id -> id.substring("app/".length()))
                .toList());

    // By the logs, beside what is of the destination.
    there.put("renamed", "backup", "of the destination");
    there.put("renamed", "theirs", "of the destination");
    plain.delete("app/a");
    plain.put("app/c", "text");
    versions.remove("app/b", 0);
    versions.put("app/d", "text");
    assertThat(route.syncOnce()).isZero();
    assertThat(keys(there, "renamed"))
        .containsExactly(
            "backup", "backup/b", "backup/c", "backup/large", "backup/z/\u00fc", "theirs");
    assertSame(route);

    // Behind their backs: found by comparing what both ends list.
    plain.delete("app/b");
    plain.put("app/c", "newer");
    versions.remove("app/b", 1);
    LogTrimmer logs = new LogTrimmer(source);
    logs.trimBucketIndex("plain");
    logs.trimBucketIndex("versions");
    assertThat(route.syncOnce()).isZero();
    assertThat(keys(there, "renamed"))
        .containsExactly("backup", "backup/c", "backup/large", "backup/z/\u00fc", "theirs");
    assertThat(keys(there, "versions")).containsExactly("d", "z/\u00fc");
    assertSame(route);

    // A bucket goes with what was copied into it, and no more.
    for (UserBucket bucket : List.of(plain, versions)) {
      bucket.removeAll();
      ann.deleteBucket(bucket.name());
    }
    assertThat(route.syncOnce()).isZero();
    assertThat(buckets(there)).containsExactly("renamed");
    assertThat(keys(there, "renamed")).containsExactly("backup", "theirs");
  }

  private static String owner(S3User user, String bucket, String key) {
    return user.client().getObjectAcl(of -> of.bucket(bucket).key(key)).owner().id();
  }

  private static String storageClass(S3User user, String bucket, String key) {
    return Objects.toString(
        user.client().headObject(of -> of.bucket(bucket).key(key)).storageClassAsString());
  }

  private static void assertSame(LocalRoute route) throws Exception {
    LocalRoute.Ran check = route.check("--attributes");
    assertThat(check.found()).as(check.text()).isEmpty();
    assertThat(check.code()).isZero();
  }

  private static List<String> reasons(Path directory, String bucket) {
    try (CheckpointView view = CheckpointView.open(directory.resolve("state"))) {
      return view.buckets(BucketName.parse(bucket)).stream().map(BucketState::reason).toList();
    }
  }

  private static List<String> buckets(S3User user) {
    return user.client().listBuckets().buckets().stream().map(bucket -> bucket.name()).toList();
  }

  private static List<String> keys(S3User user, String bucket) {
    return user.client().listObjectsV2(of -> of.bucket(bucket)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private static List<String> ids(S3User user, String bucket) {
    return user.client().listObjectVersions(of -> of.bucket(bucket)).versions().stream()
        .map(version -> version.key() + " " + version.versionId())
        .toList();
  }
}
