package io.gyre.ops;

import static io.gyre.ops.OpsFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.LogKind;
import io.gyre.checkpoint.ParkedEntry;
import io.gyre.log.BucketShard;
import io.gyre.log.LogPosition;
import io.gyre.log.Versioning;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the server says of a process and its route. */
class OpsServerTest {
  private static final BucketShard PHOTOS = BucketShard.parse("t/photos:id.1:3");
  private static final BucketShard MUSIC = BucketShard.parse("music:id.2:0");
  private static final BucketShard FILMS = BucketShard.parse("films:id.3:0");

  @TempDir private Path directory;
  private OpsFixture ops;

  @BeforeEach
  void start() throws Exception {
    ops = new OpsFixture(directory);
  }

  @AfterEach
  void stop() throws Exception {
    ops.close();
  }

  @Test
  void beforeTheRouteRunsItIsLiveButNotReadyAndSaysWhy() throws Exception {
    assertThat(ops.get("/health/live").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = ops.get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(OpsFixture.parse(ready).at("/reasons/0").asText()).contains("asked who they are");

    ops.server.is(Stage.WAITING_FOR_LEASE);
    assertThat(ops.get("/health/ready").body()).contains("lease on this route is not held yet");
    JsonNode status = ops.json("/api/v1/status");
    assertThat(status.at("/stage").asText()).isEqualTo("waiting_for_lease");
    assertThat(status.at("/ready").asBoolean()).isFalse();
    assertThat(status.at("/version").asText()).isEqualTo("1.2.3");
    assertThat(status.at("/state").asText()).isEqualTo(directory.toString());
    assertThat(status.at("/process").asLong()).isEqualTo(ProcessHandle.current().pid());
    HttpResponse<String> lag = ops.get("/api/v1/lag");
    assertThat(lag.statusCode()).isEqualTo(503);
    assertThat(lag.body()).contains("no route runs");
  }

  @Test
  void aRunningRouteIsReadyUntilItsLeaseIsLostOrTheSourceIsSilent() throws Exception {
    ops.script.idle(2, 1, NOW.minusSeconds(5));
    ops.run();
    assertThat(ops.get("/health/ready").statusCode()).isEqualTo(200);

    ops.fence.stopWrites();
    assertThat(ops.get("/health/ready").body()).contains("lease on this route is not held");
  }

  @Test
  void aSourceThatCannotBeReadForLongIsNotReady() throws Exception {
    ops.script.idle(2, 1, NOW.minusSeconds(90)).failing(LogKind.DATA, 1, "refused by the test");
    ops.run();
    HttpResponse<String> ready = ops.get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(OpsFixture.parse(ready).at("/reasons/0").asText())
        .isEqualTo("1 data log shard of the source cannot be read: refused by the test");
    JsonNode lag = ops.json("/api/v1/lag");
    assertThat(lag.at("/lag_seconds").asLong()).isEqualTo(90);
    assertThat(lag.at("/data/log_shards_failing").asInt()).isEqualTo(1);
    assertThat(lag.at("/data/failure").asText()).isEqualTo("refused by the test");
    assertThat(lag.at("/metadata/lag_seconds").asLong()).isZero();
  }

  @Test
  void idleTheLagIsZeroAsOfTheLastRound() throws Exception {
    ops.script.idle(2, 1, NOW.minusSeconds(5));
    JsonNode lag = ops.run().json("/api/v1/lag");
    assertThat(lag.at("/time").asText()).isEqualTo(NOW.toString());
    assertThat(lag.at("/lag_seconds").asLong(-1)).isZero();
    assertThat(lag.at("/as_of_age_seconds").asLong()).isEqualTo(5);
    assertThat(lag.at("/data/since").isNull()).isTrue();
    assertThat(lag.at("/metadata/as_of").asText()).isEqualTo("2026-03-04T11:59:55Z");
  }

  @Test
  void duringAFullPassTheLagIsNullAndNotZero() throws Exception {
    ops.script.idle(2, 1, NOW.minusSeconds(5));
    ops.save(new Change.ShardDiscovered(BucketShardState.fresh(PHOTOS, 1, false))).run();
    JsonNode lag = ops.json("/api/v1/lag");
    assertThat(lag.get("lag_seconds").isNull()).isTrue();
    assertThat(lag.at("/bucket_shards_to_copy").asInt()).isEqualTo(1);
  }

  @Test
  void statusTellsWhatIsDoneAndWhatIsNot() throws Exception {
    ops.script.idle(2, 1, NOW.minusSeconds(5)).busy(PHOTOS, NOW.minusSeconds(8), "old", 3, false);
    ops.script.copied(PHOTOS, 30, 1000, NOW);
    ops.save(
            bucket(PHOTOS, Standing.FOLLOWED, ""),
            bucket(MUSIC, Standing.REFUSED, "exists there"),
            new Change.UserOwned("alice"),
            parked(PHOTOS, "bad"))
        .run();
    JsonNode status = ops.json("/api/v1/status");
    assertThat(status.at("/source/zone").asText()).isEqualTo("master-1");
    assertThat(status.at("/destination/id").asText()).isEqualTo("zone-b");
    assertThat(status.at("/lag/lag_seconds").asLong()).isEqualTo(8);
    assertThat(status.at("/counts/copied").asLong()).isEqualTo(30);
    assertThat(status.at("/counts/bytes").asLong()).isEqualTo(30_000);
    assertThat(status.at("/speed/objects_per_second").asDouble()).isEqualTo(2.0);
    assertThat(status.at("/speed/bytes_per_second").asLong()).isEqualTo(2000);
    assertThat(status.at("/buckets/refused").asInt()).isEqualTo(1);
    assertThat(status.at("/users").asInt()).isEqualTo(1);
    assertThat(status.at("/parked/entries").asInt()).isEqualTo(1);
    assertThat(status.at("/parked/oldest_age_seconds").asLong()).isEqualTo(60);
    assertThat(status.at("/refused").asInt()).isEqualTo(1);
    assertThat(status.at("/in_flight/copies/under_way").asInt(-1)).isZero();
  }

  @Test
  void bucketsComeWorstFirstWithTheKeyThatHasWaitedLongest() throws Exception {
    ops.script
        .idle(2, 1, NOW.minusSeconds(5))
        .busy(PHOTOS, NOW.minusSeconds(20), "old", 30, false)
        .copied(PHOTOS, 45, 1000, NOW);
    ops.save(
            bucket(PHOTOS, Standing.FOLLOWED, ""),
            new Change.ShardMoved(followed(PHOTOS)),
            new Change.Dirty(PHOTOS, 1, NOW.minusSeconds(3000)),
            bucket(MUSIC, Standing.FOLLOWED, ""),
            new Change.ShardMoved(followed(MUSIC)),
            new Change.Dirty(MUSIC, 1, NOW.minusSeconds(40)),
            bucket(FILMS, Standing.FOLLOWED, ""),
            new Change.ShardDiscovered(BucketShardState.fresh(FILMS, 0, false)))
        .run();
    JsonNode buckets = ops.json("/api/v1/buckets").at("/buckets");
    assertThat(buckets)
        .extracting(b -> b.at("/bucket").asText())
        .containsExactly("music", "t/photos", "films");
    JsonNode music = buckets.get(0);
    assertThat(music.at("/lag_seconds").asLong()).isEqualTo(40);
    assertThat(music.get("oldest_key").isNull()).isTrue();
    assertThat(music.at("/entries_waiting_at_least").asBoolean()).isTrue();
    JsonNode photos = buckets.get(1);
    assertThat(photos.at("/state").asText()).isEqualTo("following");
    assertThat(photos.at("/lag_seconds").asLong()).as("not since its mark").isEqualTo(20);
    assertThat(photos.at("/oldest_key").asText()).isEqualTo("old");
    assertThat(photos.at("/entries_waiting").asLong()).isEqualTo(30);
    assertThat(photos.at("/entries_per_second").asDouble()).isEqualTo(3.0);
    assertThat(photos.at("/seconds_to_go").asLong()).isEqualTo(10);
    JsonNode films = buckets.get(2);
    assertThat(films.at("/state").asText()).isEqualTo("full_pass");
    assertThat(films.get("lag_seconds").isNull()).isTrue();
    assertThat(films.at("/objects_to_go").asLong()).isEqualTo(600);
    assertThat(films.at("/bytes_to_go").asLong()).isEqualTo(4000);
    assertThat(films.get("seconds_to_go").isNull()).as("nothing is copied").isTrue();
    assertThat(ops.json("/api/v1/buckets?limit=1").at("/buckets")).hasSize(1);
    assertThat(ops.get("/api/v1/buckets?limit=0").statusCode()).isEqualTo(400);
  }

  @Test
  void aBucketThatIsWatchedAndCaughtUpIsNotBehindThoughItIsMarked() throws Exception {
    ops.script.idle(2, 1, NOW.minusSeconds(5)).caughtUp(MUSIC, NOW.minusSeconds(2));
    ops.save(
            bucket(MUSIC, Standing.FOLLOWED, ""),
            new Change.ShardMoved(followed(MUSIC)),
            new Change.Dirty(MUSIC, 1, NOW.minusSeconds(40)))
        .run();
    JsonNode music = ops.json("/api/v1/buckets").at("/buckets/0");
    assertThat(music.at("/lag_seconds").asLong(-1)).isZero();
    assertThat(music.at("/bucket_shards_changed").asInt(-1)).isZero();
    assertThat(ops.json("/api/v1/lag").at("/bucket_shards_changed").asInt(-1)).isZero();
  }

  @Test
  void eachLogShardHasItsLag() throws Exception {
    ops.script.idle(3, 1, NOW.minusSeconds(5)).failing(LogKind.DATA, 2, "refused by the test");
    ops.save(
            new Change.ShardMoved(followed(MUSIC)),
            new Change.Dirty(MUSIC, 1, NOW.minusSeconds(40)),
            new Change.ShardDiscovered(BucketShardState.fresh(FILMS, 0, false)))
        .run();
    JsonNode shards = ops.json("/api/v1/shards").at("/log_shards");
    assertThat(shards).hasSize(4);
    assertThat(shards.get(0).get("lag_seconds").isNull()).as("a full pass").isTrue();
    assertThat(shards.at("/0/bucket_shards_to_copy").asInt()).isEqualTo(1);
    assertThat(shards.at("/1/lag_seconds").asLong()).isEqualTo(40);
    assertThat(shards.at("/1/bucket_shards_changed").asInt()).isEqualTo(1);
    assertThat(shards.at("/2/failure").asText()).isEqualTo("refused by the test");
    assertThat(shards.at("/2/lag_seconds").asLong()).isEqualTo(5);
    assertThat(shards.at("/3/log").asText()).isEqualTo("metadata");
    assertThat(shards.at("/3/lag_seconds").asLong(-1)).isZero();
  }

  @Test
  void parkedEntriesComeInPages() throws Exception {
    ops.save(parked(PHOTOS, "a"), parked(PHOTOS, "b"), parked(MUSIC, "c")).run();
    JsonNode first = ops.json("/api/v1/parked?limit=2").at("/parked");
    assertThat(first).extracting(it -> it.at("/key").asText()).containsExactly("a", "b");
    assertThat(first.at("/0/reason").asText()).isEqualTo("DENIED: of the test");
    long last = first.at("/1/id").asLong();
    JsonNode second = ops.json("/api/v1/parked?limit=2&after=" + last).at("/parked");
    assertThat(second).extracting(it -> it.at("/bucket").asText()).containsExactly("music");
    assertThat(ops.get("/api/v1/parked?after=x").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @EnumSource(Standing.class)
  void aBucketOfEachStandingHasItsState(Standing standing) throws Exception {
    ops.save(bucket(BucketShard.parse("b:id.1"), standing, "why")).run();
    assertThat(ops.json("/api/v1/buckets").at("/buckets/0/state").asText())
        .isEqualTo(
            standing == Standing.FOLLOWED ? "following" : standing.name().toLowerCase(Locale.ROOT));
  }

  @Test
  void whatDoctorFoundLastIsShown() throws Exception {
    ops.run();
    assertThat(ops.get("/api/v1/doctor").statusCode()).isEqualTo(503);
    ops.server.examined(ViewJson.object().put("fail", 1));
    assertThat(ops.json("/api/v1/doctor").path("fail").asInt()).isEqualTo(1);
  }

  @Test
  void whatIsNotThereOrNotMeantSoIsSaid() throws Exception {
    assertThat(ops.get("/api/v2/status").statusCode()).isEqualTo(404);
    HttpResponse<String> posted =
        ops.post("/api/v1/status", "{}", "Content-Type", "application/json");
    assertThat(posted.statusCode()).isEqualTo(405);
    assertThat(posted.headers().firstValue("Allow")).contains("GET");
    assertThat(ops.get("/").headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
  }

  private static Change bucket(BucketShard shard, Standing standing, String reason) {
    return new Change.BucketSeen(
        new BucketState(
            shard.instance(), shard.instance().id(), 1, Versioning.NEVER, "d", standing, reason));
  }

  private static BucketShardState followed(BucketShard shard) {
    return BucketShardState.fresh(shard, 1, false).startFull(new LogPosition.Marker("1")).follow();
  }

  private static Change parked(BucketShard shard, String key) {
    return new Change.Parked(
        new ParkedEntry(
            shard,
            key,
            "",
            "write",
            OptionalLong.empty(),
            "DENIED: of the test",
            6,
            NOW.minusSeconds(60),
            NOW.plusSeconds(60)));
  }
}
