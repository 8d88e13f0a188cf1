package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.testing.Difference;
import io.gyre.testing.Fault;
import io.gyre.testing.FaultProxy;
import io.gyre.testing.S3User;
import io.gyre.testing.TestZone;
import io.gyre.testing.UserBucket;
import io.gyre.testing.ZoneComparison;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Users and buckets that cannot be brought over, for a while or for ever, among others that can;
 * and those that are not what they seem to be at first sight.
 */
@AnyZones
@Tag("long")
@Timeout(240)
class StubbornKeysIT {
  private static final Duration ARRIVAL = Duration.ofSeconds(60);
  private static final long SEED = 20260103;

  private final ZonePair zones;
  private final FaultProxy source;
  private final FaultProxy destination;

  @TempDir private Path directory;

  StubbornKeysIT(ZonePair zones) {
    this.zones = zones;
    this.source = FaultProxy.before(zones.source().endpoint(), SEED);
    this.destination = FaultProxy.before(zones.destination().endpoint(), SEED);
  }

  @AfterEach
  void leaveNothing() {
    source.close();
    destination.close();
    zones.source().wipe();
    zones.destination().wipe();
  }

  /** Through the proxies, with everything looked at again often. */
  private RouteFile route(String prefix) {
    RouteFile route =
        RouteFile.between(
                RouteFile.zone(zones.source(), List.of(source.endpoint().toString())),
                RouteFile.zone(zones.destination(), List.of(destination.endpoint().toString())))
            .buckets(prefix + "*");
    return new RouteFile(
        route.lines().stream().map(line -> line.replace("sweep: 1h", "sweep: 2s")).toList());
  }

  private List<Difference> differences(String prefix) {
    return ZoneComparison.of(zones.source(), zones.destination())
        .withBytes()
        .onlyUsers(uid -> uid.startsWith(prefix))
        .onlyBuckets(bucket -> bucket.startsWith(prefix))
        .differences();
  }

  private void awaitEqual(GyreProcess gyre, String prefix) {
    await()
        .atMost(ARRIVAL)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(differences(prefix)).as(gyre::end).isEmpty());
  }

  private static void awaitLine(GyreProcess gyre, String text) {
    await().atMost(ARRIVAL).until(() -> gyre.output().contains(text));
  }

  @Test
  void theOthersGoOnAndTheseFollowOnceTheyCan() throws InterruptedException {
    bucket("bad-good", "bad-good", "bad-broken");
    zones.source().createUser("bad-denied");
    source.inflict(
        Fault.Answer.s3Error(500, "InternalError"),
        1,
        Integer.MAX_VALUE,
        line -> line.startsWith("GET /admin/metadata/bucket?") && line.contains("key=bad-broken "));
    destination.inflict(
        Fault.Answer.s3Error(403, "AccessDenied"),
        1,
        Integer.MAX_VALUE,
        line -> line.startsWith("PUT /admin/metadata/user?") && line.contains("key=bad-denied"));
    RouteFile route = route("bad-");
    Path config = route.writeTo(directory);

    GyreProcess.run(directory, 1, "sync", "--config", config.toString(), "--once");

    assertThat(GyreProcess.run(directory, 1, "status", "--config", config.toString()))
        .contains("user bad-denied", "DENIED", "bucket bad-broken", "TRANSIENT");
    assertThat(differences("bad-"))
        .isNotEmpty()
        .allMatch(found -> found.where().matches(".* bad-(denied|broken).*"));

    try (GyreProcess gyre = GyreProcess.sync(route, directory)) {
      bucket("bad-later", "bad-later");
      await()
          .atMost(ARRIVAL)
          .untilAsserted(
              () ->
                  assertThat(differences("bad-"))
                      .as(gyre::end)
                      .noneMatch(found -> found.where().contains("bad-later")));
      source.heal();
      destination.heal();
      awaitEqual(gyre, "bad-");
      assertThat(gyre.terminate()).as(gyre.end()).isZero();
    }
    GyreProcess.run(directory, 0, "status", "--config", config.toString());
  }

  @Test
  void whatWasRefusedIsTakenOnceTheNameIsFree() throws InterruptedException {
    bucket("free-owner", "free-name");
    bucket("free-taken", "free-of-taken");
    TestZone there = zones.destination();
    UserBucket theirs = new UserBucket(there.createUser("free-stranger"), "free-name").create();
    theirs.put("theirs", "their text");
    there.createUser("free-taken");
    new UserAdmin(there).modify("free-taken", Map.of("display-name", "Somebody else"));
    try (GyreProcess gyre = GyreProcess.sync(route("free-"), directory)) {
      awaitLine(gyre, "bucket free-name: not replicated");
      awaitLine(gyre, "bucket free-of-taken: not replicated");

      new BucketAdmin(there).purge("free-name");
      new UserAdmin(there).remove("free-stranger");
      new UserAdmin(there).remove("free-taken");
      awaitEqual(gyre, "free-");
      assertThat(gyre.output())
          .contains("bucket free-name: what stood in the way is gone")
          .contains("user free-taken: what stood in the way is gone");
      assertThat(gyre.terminate()).as(gyre.end()).isZero();
    }
  }

  @Test
  void anEntryPointThatIsRepairedDoesNotCostTheCopy() throws InterruptedException {
    UserBucket bucket = bucket("mended-owner", "mended");
    for (int i = 0; i < 5; i++) {
      bucket.put("k" + i, "text " + i);
    }
    try (GyreProcess gyre = GyreProcess.sync(route("mended"), directory)) {
      awaitEqual(gyre, "mended");
      S3User copy = zones.destination().user("mended-owner");
      String before = copy.client().headObject(of -> of.bucket("mended").key("k1")).toString();
      JsonNode entry =
          zones.source().system().json("/admin/metadata/bucket", Map.of("key", "mended"));

      entryPoint("DELETE", new byte[0]);
      awaitLine(gyre, "bucket mended: the source no longer has it");
      entryPoint("PUT", entry.toString().getBytes(StandardCharsets.UTF_8));
      awaitLine(gyre, "bucket mended: is at the source again");
      bucket.put("later", "text");

      awaitEqual(gyre, "mended");
      assertThat(copy.client().headObject(of -> of.bucket("mended").key("k1")).toString())
          .as("written once")
          .isEqualTo(before);
      bucket.removeAll();
      bucket.user().deleteBucket("mended");
      awaitEqual(gyre, "mended");
      assertThat(gyre.terminate()).as(gyre.end()).isZero();
    }
  }

  private void entryPoint(String method, byte[] body) {
    zones
        .source()
        .system()
        .send(method, "/admin/metadata/bucket", Map.of("key", "mended"), body)
        .requireSuccess();
  }

  private UserBucket bucket(String uid, String... names) {
    S3User owner = zones.source().createUser(uid);
    UserBucket last = new UserBucket(owner, names[0]);
    for (String name : names) {
      last = new UserBucket(owner, name).create();
      last.put("k", "text");
    }
    return last;
  }
}
