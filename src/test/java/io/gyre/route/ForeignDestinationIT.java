package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.testing.Difference;
import io.gyre.testing.S3User;
import io.gyre.testing.TestZone;
import io.gyre.testing.UserBucket;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A destination that is not empty: what is ours there, and what is not. */
@AnyZones
@Timeout(240)
class ForeignDestinationIT {
  private final ZonePair zones;

  @TempDir private Path directory;

  ForeignDestinationIT(ZonePair zones) {
    this.zones = zones;
  }

  /** To the next state directory, what is left there would be somebody else's. */
  @AfterEach
  void leaveNothing() {
    zones.source().wipe();
    zones.destination().wipe();
  }

  /** Also without adopt: the ids of its buckets tell that they were made by Gyre. */
  @Test
  void withItsStateLostItCopiesNothingAgain() throws InterruptedException, IOException {
    TestRoute route = new TestRoute(zones, directory, "lost-");
    S3User owner = route.user("owner");
    UserBucket plain = route.bucket(owner, "plain").create();
    plain.put("empty", "");
    plain.multipart("parts", new byte[5 << 20], new byte[99]);
    UserBucket versions = route.bucket(owner, "versions").create();
    versions.put("a", "null version");
    versions.enable();
    for (int i = 0; i < 30; i++) {
      plain.put("key" + i, "text of " + i);
      versions.put("key" + i % 10, "text of " + i);
    }
    versions.delete("key1");
    versions.put("a", "first version");
    route.once().requireSuccess();
    route.assertEqual();

    TestRoute lost = route.withStateBelow(Files.createDirectory(directory.resolve("other")));
    TestRoute.Run run = lost.once().requireSuccess();

    route.assertEqual();
    assertThat(run.copied()).as(run.end()).isZero();
  }

  @Test
  void withItsStateLostChangesMadeMeanwhileArrive() throws InterruptedException, IOException {
    TestRoute route = new TestRoute(zones, directory, "lostlate-", "adopt: [all]");
    S3User owner = route.user("owner");
    UserBucket plain = route.bucket(owner, "plain").create();
    UserBucket versions = route.bucket(owner, "versions").create();
    versions.enable();
    for (int i = 0; i < 10; i++) {
      plain.put("key" + i, "text of " + i);
      versions.put("key" + i, "text of " + i);
    }
    route.once().requireSuccess();
    plain.put("key1", "again");
    plain.delete("key2");
    plain.setTags("key3", "", Map.of("a", "1"));
    versions.put("key1", "again");
    versions.delete("key2");
    versions.remove("key3", 0);
    versions.setTags("key4", versions.id("key4", 0), Map.of("a", "1"));

    TestRoute lost = route.withStateBelow(Files.createDirectory(directory.resolve("other")));
    TestRoute.Run run = lost.once().requireSuccess();

    route.assertEqual();
    assertThat(run.copied()).as(run.end()).isLessThanOrEqualTo(4);
  }

  @Test
  void aForeignBucketIsRefusedNamedAndLeftAlone() throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "foreign-");
    S3User owner = route.user("owner");
    route.bucket(owner, "taken").create().put("ours", "text");
    route.bucket(owner, "free").create().put("ours", "text");
    UserBucket theirs = theirs(route, "stranger", "taken");
    List<String> before = state(route, theirs);

    TestRoute.Run run = route.once();

    assertThat(run.exitCode()).as(run.end()).isEqualTo(1);
    assertThat(run.output()).contains(theirs.name()).contains("adopt");
    assertThat(state(route, theirs)).isEqualTo(before);
    assertThat(route.differences())
        .allMatch(found -> found.where().contains("taken") || found.where().contains("stranger"));
  }

  @Test
  void anAdoptedBucketBecomesWhatTheSourceHas() throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "adopted-");
    S3User owner = route.user("owner");
    UserBucket ours = route.bucket(owner, "taken").create();
    ours.put("ours", "text");
    ours.put("both", "our text");
    ours.put("equal", "the same text");
    UserBucket theirs = theirs(route, "stranger", "taken");
    theirs.put("both", "their text");
    theirs.put("equal", "the same text");

    route.with("adopt: [\"bucket:" + ours.name() + "\"]").once().requireSuccess();

    assertThat(route.differences())
        .filteredOn(found -> !found.what().contains("creation_time")) // it was theirs
        .allMatch(found -> found.where().equals("user " + route.named("stranger")));
  }

  @Test
  void whatWasRefusedWhileRunningIsTakenOverByTheNextRunThatMay() throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "late-");
    S3User owner = route.user("owner");
    UserBucket versions = route.bucket(owner, "versions");
    try (GyreProcess gyre = route.start()) {
      route.awaitEqual(gyre);
      theirs(route, "stranger", "versions").enable();
      versions.create().enable();
      versions.put("ours", "text");
      await().atMost(Duration.ofSeconds(60)).until(() -> gyre.output().contains("not ours"));
      assertThat(gyre.terminate()).as(gyre.end()).isZero();
    }
    versions.put("ours", "second text");

    route.once("--adopt", "bucket:" + versions.name()).requireSuccess();

    assertThat(route.differences())
        .filteredOn(found -> !found.what().contains("creation_time")) // it was theirs
        .allMatch(found -> found.where().equals("user " + route.named("stranger")));
  }

  @Test
  void aBucketRemovedAtTheDestinationIsMadeAgainOnlyWhenThatIsAllowed()
      throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "gone-");
    UserBucket bucket = route.bucket(route.user("owner"), "b").create();
    bucket.enable();
    bucket.put("before", "text");
    bucket.put("before", "second text");
    route.once().requireSuccess();
    new BucketAdmin(route.destination()).purge(bucket.name());
    bucket.put("after", "text");

    TestRoute.Run refused = route.once();
    assertThat(refused.exitCode()).as(refused.end()).isEqualTo(1);
    assertThat(refused.output()).contains(bucket.name(), "removed at the destination", "adopt");

    route.once("--adopt", "bucket:" + bucket.name()).requireSuccess();
    route.assertEqual();
  }

  @Test
  void aForeignUserIsRefusedNamedAndGetsNoBuckets() throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "foreignuser-");
    route.bucket(route.user("owner"), "b").create().put("k", "text");
    route.bucket(route.user("other"), "free").create().put("k", "text");
    route.destination().createUser(route.named("owner"));
    modify(route.destination(), route.named("owner"), "display-name", "Somebody else");
    JsonNode before = user(route.destination(), route.named("owner"));

    TestRoute.Run run = route.once();

    assertThat(run.exitCode()).as(run.end()).isEqualTo(1);
    assertThat(run.output()).contains(route.named("owner")).contains("adopt");
    assertThat(user(route.destination(), route.named("owner"))).isEqualTo(before);
    assertThat(route.differences())
        .allMatch(found -> found.where().matches("(user|bucket) foreignuser-(owner|b)"))
        .anyMatch(found -> found.toString().startsWith("bucket foreignuser-b: the bucket"));
  }

  @Test
  void anAdoptedUserBecomesWhatTheSourceHas() throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "adopteduser-");
    route.bucket(route.user("owner"), "b").create().put("k", "text");
    route.destination().createUser(route.named("owner"));
    modify(route.destination(), route.named("owner"), "display-name", "Somebody else");

    route.with("adopt: [\"user:" + route.named("owner") + "\"]").once().requireSuccess();

    route.assertEqual();
  }

  @Test
  void anAccessKeyThatSomebodyElseHasIsNamed() throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "key-");
    route.bucket(route.user("owner"), "b").create().put("k", "text");
    route.bucket(route.user("other"), "free").create().put("k", "text");
    route.destination().createUser("key-stranger");
    String key = user(route.source(), "key-owner").path("keys").get(0).path("access_key").asText();
    new UserAdmin(route.destination()).addKey("key-stranger", key, "theirs");
    JsonNode before = user(route.destination(), "key-stranger");

    TestRoute.Run run = route.once();

    assertThat(run.exitCode()).as(run.end()).isEqualTo(1);
    assertThat(run.output()).contains("key-owner").contains("access key");
    assertThat(user(route.destination(), "key-stranger")).isEqualTo(before);
    assertThat(route.differences())
        .allMatch(found -> found.where().matches("(user key-(owner|stranger)|bucket key-b)"));
  }

  @Test
  void withoutUsersTheirBucketsNeedThemAtTheDestination() {
    TestRoute route = new TestRoute(zones, directory, "nousers-");
    S3User there = route.user("there");
    S3User missing = route.user("missing");
    route.bucket(there, "followed").create().put("k", "text");
    route.bucket(missing, "waits").create().put("k", "text");
    JsonNode before = user(route.destination(), route.destination().createUser(there.uid()));
    RouteFile file =
        RouteFile.between(zones)
            .with("select: { users: false, buckets: { include: [\"nousers-*\"] } }");
    String config = file.writeTo(directory).toString();

    String first = GyreProcess.run(directory, 1, "sync", "--once", "--config", config);

    assertThat(first).contains("nousers-waits", "its owner nousers-missing is not at the dest");
    assertThat(user(route.destination(), there)).isEqualTo(before);
    assertThat(route.differences())
        .extracting(Difference::where)
        .allMatch(where -> where.matches("(user|bucket) nousers-(there|missing|waits)"))
        .contains("user nousers-missing", "bucket nousers-waits");

    route.destination().createUser(missing.uid());
    GyreProcess.run(directory, 0, "sync", "--once", "--config", config);

    assertThat(route.differences())
        .allMatch(found -> found.where().matches("user nousers-(there|missing)"));
  }

  /** A bucket of the same name that somebody made at the destination. */
  private static UserBucket theirs(TestRoute route, String uid, String name) {
    S3User stranger = route.destination().createUser(route.named(uid));
    UserBucket theirs = new UserBucket(stranger, route.named(name)).create();
    theirs.put("theirs", "their text");
    return theirs;
  }

  /** All that could have been changed about their bucket. */
  private static List<String> state(TestRoute route, UserBucket bucket) {
    JsonNode entry = metadata(route.destination(), "bucket", bucket.name());
    String id = entry.path("data").path("bucket").path("bucket_id").asText();
    return List.of(
        entry.toString(),
        metadata(route.destination(), "bucket.instance", bucket.name() + ":" + id).toString(),
        bucket.client().listObjectVersions(of -> of.bucket(bucket.name())).toString());
  }

  private static void modify(TestZone zone, String uid, String what, String value) {
    zone.system().send("POST", "/admin/user", Map.of("uid", uid, what, value)).requireSuccess();
  }

  private static JsonNode user(TestZone zone, S3User user) {
    return user(zone, user.uid());
  }

  private static JsonNode user(TestZone zone, String uid) {
    return metadata(zone, "user", uid).path("data");
  }

  private static JsonNode metadata(TestZone zone, String section, String key) {
    return zone.system().json("/admin/metadata/" + section, Map.of("key", key));
  }
}
