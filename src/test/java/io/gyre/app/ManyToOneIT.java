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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several buckets of the source in one of the destination, each below a prefix of its own. */
@AnyZones
@Timeout(240)
class ManyToOneIT extends LocalRoutes {
  private static final String MAP =
      "map: { buckets: [ 'regex:(audio|photos|videos) -> media', 'regex:ver[12] -> history' ],"
          + " keys: [ 'audio: -> audio/', 'photos: -> photos/', 'videos: -> videos/', 'ver1: -> ver1/',"
          + " 'ver2: -> ver2/' ] }";

  /** More than any bucket has that goes, and less than all of them have. */
  private static final String LIMIT = "limits: { max-delete: 3 }";

  @TempDir private Path directory;
  private S3User ann;
  private S3User bob;

  /** Who sees all buckets of the destination. */
  private S3User there;

  ManyToOneIT(ZonePair zones) {
    super(zones);
  }

  @BeforeEach
  void createUsers() {
    ann = source.createUser("ann");
    bob = source.createUser("bob");
  }

  private LocalRoute toZone() throws Exception {
    there = destination.systemUser();
    return new LocalRoute(zones, directory).with(MAP, LIMIT);
  }

  private LocalRoute toStore(String... more) throws Exception {
    there = destination.createUser("account");
    return new LocalRoute(zones, directory).toStore(there, "leases", more).with(MAP, LIMIT);
  }

  @Test
  void bucketsOfAZoneAreInOneUntilTheLastIsGone() throws Exception {
    LocalRoute route = toZone();
    UserBucket one = new UserBucket(ann, "ver1").create();
    UserBucket two = new UserBucket(bob, "ver2").create();
    withVersions(one, two);
    bucketsAreInOneUntilTheLastIsGone(route);
    assertThat(ids("history", "ver1/")).isEqualTo(ids(ann, "ver1", ""));
    assertThat(ids("history", "ver2/")).isEqualTo(ids(bob, "ver2", ""));
    assertSame(route, one, two);
  }

  @Tag("long")
  @Test
  void bucketsAreInOneOfAStoreUntilTheLastIsGone() throws Exception {
    bucketsAreInOneUntilTheLastIsGone(toStore());
  }

  /** Only the state tells whose the bucket is. */
  @Tag("long")
  @Test
  void bucketsAreInOneOfAStoreWithoutBucketTagsUntilTheLastIsGone() throws Exception {
    bucketsAreInOneUntilTheLastIsGone(toStore("bucket-tags: false"));
  }

  private void bucketsAreInOneUntilTheLastIsGone(LocalRoute route) throws Exception {
    UserBucket photos = new UserBucket(ann, "photos").create();
    UserBucket videos = new UserBucket(bob, "videos").create();
    photos.put("a", "photo");
    photos.put("gone", "photo");
    videos.put("a", "video");
    videos.put("kept", "video");
    videos.multipart("large", new byte[5 << 20], new byte[10]);

    assertThat(route.syncOnce()).isZero();

    assertThat(keys("media"))
        .containsExactly("photos/a", "photos/gone", "videos/a", "videos/kept", "videos/large");

    // What only the destination has is of the bucket whose prefix it has, or nobody's.
    there.put("media", "videos/extra", "text");
    there.put("media", "nobody/a", "text");
    LocalRoute.Ran repair = route.check("--repair", "--delete-extra");
    assertThat(repair.found()).as(repair.text()).containsExactly("extra videos/extra");

    // By the log of one, and behind the back of the other: found by comparing all of it. Another
    // one comes, which is the first by name.
    new UserBucket(bob, "audio").create().put("a", "audio");
    photos.delete("gone");
    photos.put("b", "photo");
    videos.delete("kept");
    videos.put("a", "newer");
    new LogTrimmer(source).trimBucketIndex("videos");
    assertThat(route.syncOnce()).isZero();
    assertThat(keys("media"))
        .containsExactly("audio/a", "nobody/a", "photos/a", "photos/b", "videos/a", "videos/large");
    assertSame(route, photos, videos);

    // One goes, and one comes again as another bucket.
    remove(new UserBucket(bob, "audio"));
    remove(photos);
    photos.create();
    photos.put("again", "photo");
    videos.put("c", "video");
    assertThat(route.syncOnce()).isZero();
    assertThat(keys("media"))
        .containsExactly("nobody/a", "photos/again", "videos/a", "videos/c", "videos/large");

    there.delete("media", "nobody/a");
    remove(videos);
    remove(photos);
    assertThat(route.syncOnce()).isZero();
    assertThat(buckets()).doesNotContain("media");
  }

  @Test
  void versionsAreInOneOfAStore() throws Exception {
    UserBucket one = new UserBucket(ann, "ver1").create();
    UserBucket two = new UserBucket(bob, "ver2").create();
    withVersions(one, two);
    LocalRoute route = toStore();

    assertThat(route.syncOnce()).isZero();
    assertSame(route, one, two);
  }

  @Tag("long")
  @Test
  void versionsInOneOfAZoneAreKnownAgainWithoutAState() throws Exception {
    versionsAreKnownAgainWithoutAState(toZone());
  }

  @Tag("long")
  @Test
  void versionsInOneOfAStoreAreKnownAgainWithoutAState() throws Exception {
    versionsAreKnownAgainWithoutAState(toStore());
  }

  private void versionsAreKnownAgainWithoutAState(LocalRoute route) throws Exception {
    UserBucket one = new UserBucket(ann, "ver1").create();
    UserBucket two = new UserBucket(bob, "ver2").create();
    withVersions(one, two);
    assertThat(route.syncOnce()).isZero();

    route = route.withState("another");
    one.remove("k", 0);
    two.enable();
    two.put("late", "text");
    two.remove("marked", 1);
    assertThat(route.syncOnce()).isZero();
    assertSame(route, one, two);
  }

  /** The first of them keeps versions in the end, the other one is suspended. */
  private static void withVersions(UserBucket one, UserBucket two) {
    for (UserBucket bucket : List.of(one, two)) {
      bucket.put("k", "null");
      bucket.enable();
      bucket.put("k", "second");
      bucket.put("marked", "text");
      bucket.delete("marked");
    }
    two.suspend();
    two.put("late", "null");
  }

  @Tag("long")
  @Test
  void oneOfAZoneThatBeginsToKeepVersionsWaitsForTheOthers() throws Exception {
    oneThatBeginsToKeepVersionsWaitsForTheOthers(toZone());
  }

  @Tag("long")
  @Test
  void oneOfAStoreThatBeginsToKeepVersionsWaitsForTheOthers() throws Exception {
    oneThatBeginsToKeepVersionsWaitsForTheOthers(toStore());
  }

  private void oneThatBeginsToKeepVersionsWaitsForTheOthers(LocalRoute route) throws Exception {
    UserBucket photos = new UserBucket(ann, "photos").create();
    UserBucket videos = new UserBucket(bob, "videos").create();
    photos.put("a", "photo");
    videos.put("a", "video");
    assertThat(route.syncOnce()).isZero();

    photos.enable();
    photos.put("a", "newer");
    videos.put("b", "video");
    videos.delete("a");
    assertThat(route.syncOnce()).isEqualTo(ExitCode.DIFFERENCES);
    assertThat(reason("photos"))
        .contains("into media with bucket videos", "enable versioning for both");
    assertThat(keys("media")).containsExactly("photos/a", "videos/b");

    videos.enable();
    videos.delete("b");
    assertThat(route.syncOnce()).isZero();
    assertThat(keys("media")).containsExactly("photos/a");
    assertSame(route, photos, videos);
  }

  @Tag("long")
  @Test
  void oneThatIsMovedOrLeftOutLeavesItsKeysAndTouchesNoOthers() throws Exception {
    LocalRoute route = toZone();
    UserBucket photos = new UserBucket(ann, "photos").create();
    UserBucket videos = new UserBucket(bob, "videos").create();
    photos.put("a", "photo");
    videos.put("a", "video");
    assertThat(route.syncOnce()).isZero();

    String moved = MAP.replace("photos: -> photos/", "photos: -> pictures/");
    route.with(moved);
    assertThat(route.syncOnce()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(route.rescan()).isZero();
    assertThat(keys("media")).containsExactly("photos/a", "pictures/a", "videos/a");

    route.with(moved, "select: { buckets: { exclude: [ photos ] } }");
    remove(photos);
    videos.put("b", "video");
    assertThat(route.syncOnce()).isZero();
    remove(videos);
    assertThat(route.syncOnce()).isZero();
    assertThat(keys("media")).containsExactly("photos/a", "pictures/a");
  }

  @Test
  void placesThatMeetAreAnErrorAtTheStart() throws Exception {
    new UserBucket(ann, "one").create().put("q/a", "text");
    new UserBucket(ann, "two").create().put("a", "text");
    LocalRoute route =
        new LocalRoute(zones, directory)
            .with(
                "map: { buckets: [ 'regex:one|two -> both' ],"
                    + " keys: [ 'one: -> p', 'two: -> p/q/' ] }");

    assertThat(route.syncOnce()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(buckets()).isEmpty();
  }

  private static void remove(UserBucket bucket) {
    bucket.removeAll();
    bucket.user().deleteBucket(bucket.name());
  }

  /** What both ends have, by Gyre's comparison and by what users read. */
  private void assertSame(LocalRoute route, UserBucket... buckets) throws Exception {
    LocalRoute.Ran check = route.check("--attributes");
    assertThat(check.found()).as(check.text()).isEmpty();
    assertThat(check.code()).as(check.text()).isZero();
    for (UserBucket bucket : buckets) {
      String name = bucket.name().startsWith("ver") ? "history" : "media";
      for (String key : keys(bucket.user(), bucket.name())) {
        assertThat(there.get(name, bucket.name() + "/" + key))
            .as("%s %s", bucket.name(), key)
            .isEqualTo(bucket.user().get(bucket.name(), key));
      }
      assertThat(contents(there, name, bucket.name() + "/"))
          .as(bucket.name())
          .isEqualTo(contents(bucket.user(), bucket.name(), ""));
    }
  }

  /** All versions and markers, newest first, with what they contain. */
  private static List<String> contents(S3User user, String bucket, String prefix) {
    var listing = user.client().listObjectVersions(of -> of.bucket(bucket).prefix(prefix));
    return Stream.concat(
            listing.versions().stream()
                .map(
                    row ->
                        row.key().substring(prefix.length())
                            + " "
                            + row.eTag()
                            + " "
                            + row.isLatest()
                            + " "
                            + new String(user.get(bucket, row.key(), row.versionId()), UTF_8)
                                .length()),
            listing.deleteMarkers().stream()
                .map(row -> row.key().substring(prefix.length()) + " marker " + row.isLatest()))
        .toList();
  }

  private String reason(String bucket) {
    try (CheckpointView view = CheckpointView.open(directory.resolve("state"))) {
      return view.buckets(BucketName.parse(bucket)).stream()
          .map(BucketState::reason)
          .findFirst()
          .orElse("");
    }
  }

  private List<String> buckets() {
    List<String> names = new ArrayList<>();
    destination
        .system()
        .json("/admin/metadata/bucket", Map.of())
        .forEach(name -> names.add(name.asText()));
    return names;
  }

  private List<String> keys(String bucket) {
    return keys(there, bucket);
  }

  private static List<String> keys(S3User user, String bucket) {
    return user.client().listObjectsV2(of -> of.bucket(bucket)).contents().stream()
        .map(object -> object.key())
        .toList();
  }

  private List<String> ids(String bucket, String prefix) {
    return ids(there, bucket, prefix);
  }

  private static List<String> ids(S3User user, String bucket, String prefix) {
    return user
        .client()
        .listObjectVersions(of -> of.bucket(bucket).prefix(prefix))
        .versions()
        .stream()
        .map(version -> version.key().substring(prefix.length()) + " " + version.versionId())
        .toList();
  }
}
