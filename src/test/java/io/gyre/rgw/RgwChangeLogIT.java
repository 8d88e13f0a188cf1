package io.gyre.rgw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gyre.config.Signature;
import io.gyre.lease.Lease.Answer;
import io.gyre.log.BucketIndexEntry;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.DataLogEntry;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.log.LogPage;
import io.gyre.log.LogPosition;
import io.gyre.log.LogShards;
import io.gyre.log.MetadataLogEntry;
import io.gyre.log.MetadataLogState;
import io.gyre.metadata.ZoneFacts;
import io.gyre.testing.S3User;
import io.gyre.testing.UserBucket;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@AnyZones
class RgwChangeLogIT {
  private static final ActorTestKit PEKKO = ActorTestKit.create();
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final ZonePair zones;
  private final GatewayClient client;
  private final RgwChangeLog log;
  private final RgwZone zone;

  RgwChangeLogIT(ZonePair zones) {
    this.zones = zones;
    this.client = TestGateways.client(PEKKO, zones.source(), Signature.V4);
    this.log = new RgwChangeLog(client);
    this.zone = new RgwZone(client);
  }

  @AfterAll
  static void stop() {
    PEKKO.shutdownTestKit();
  }

  private static <T> T result(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  @ParameterizedTest
  @EnumSource(Signature.class)
  void theZoneDescribesItself(Signature signature) {
    ZoneFacts facts =
        result(new RgwZone(TestGateways.client(PEKKO, zones.source(), signature)).describe());

    assertThat(facts.zoneName()).isEqualTo("master-1");
    assertThat(facts.zonegroupName()).isEqualTo("master");
    assertThat(facts.zoneId()).isNotEmpty();
    assertThat(facts.placements()).contains("default-placement", "default-placement/STANDARD");
    assertThat(facts.defaultPlacement()).isEqualTo("default-placement");
    assertThat(facts.logsData()).isTrue();
    assertThat(facts.zonesInPeriod()).isEqualTo(2);
  }

  @Test
  void aWriteIsAnnouncedInTheDataLogShardThatTheHashNames() {
    S3User user = zones.source().createUser("log-data");
    user.createBucket("log-data");
    int shards = result(log.dataLogShards());
    BucketShard shard = shardOf("log-data", "key", user);
    int logShard = LogShards.data(shard, shards);

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(result(log.readDataLog(logShard, LogPosition.ORIGIN, 1000)).entries())
                    .extracting(DataLogEntry::shard)
                    .contains(shard));
    LogPage<DataLogEntry> all = result(log.readDataLog(logShard, LogPosition.ORIGIN, 1000));
    assertThat(result(log.dataLogHead(logShard))).isEqualTo(all.next());
    assertThat(result(log.readDataLog(logShard, all.next(), 1000)).entries()).isEmpty();
    assertThat(result(log.readDataLog(logShard, all.next(), 1000)).next()).isEqualTo(all.next());
  }

  @Test
  void metadataChangesComeInTheShardThatTheHashNames() {
    MetadataLogState state = result(log.metadataLog()).orElseThrow();
    zones.source().createUser("log-meta");
    int shard = LogShards.metadata("user", "log-meta", state.shards());

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(
                        result(log.readMetadataLog(shard, state.period(), LogPosition.ORIGIN, 1000))
                            .entries())
                    .filteredOn(MetadataLogEntry::complete)
                    .extracting(MetadataLogEntry::key)
                    .contains("log-meta"));
    LogPage<MetadataLogEntry> all =
        result(log.readMetadataLog(shard, state.period(), LogPosition.ORIGIN, 1000));
    assertThat(result(log.metadataLogHead(shard, state.period()))).isEqualTo(all.next());
  }

  @Test
  void aBucketShardsLogIsReadInPagesToItsHead() {
    S3User user = zones.source().createUser("log-index");
    user.createBucket("log-index");
    BucketShard shard = shardOf("log-index", "key", user);
    for (int i = 0; i < 4; i++) {
      user.put("log-index", "key", "text " + i);
    }
    user.delete("log-index", "key");

    List<BucketIndexEntry> entries = new ArrayList<>();
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              entries.clear();
              LogPosition position = LogPosition.ORIGIN;
              LogPage<BucketIndexEntry> page;
              do {
                page = result(log.readBucketIndex(shard, position, 2)).orElseThrow();
                entries.addAll(page.entries());
                position = page.next();
              } while (page.more());
              assertThat(entries)
                  .extracting(BucketIndexEntry::op)
                  .endsWith(BucketIndexEntry.Op.DEL);
            });
    assertThat(entries).extracting(BucketIndexEntry::key).containsOnly("key");
    assertThat(entries).hasSize(6);
    assertThat(entries)
        .as("an entry with a higher one as the oldest tells that the log was trimmed")
        .extracting(BucketIndexEntry::version)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(result(log.bucketIndexState(shard)).orElseThrow().head())
        .isEqualTo(entries.get(5).position());
    BucketHeads heads = result(zone.bucketHeads(BucketName.parse("log-index"))).orElseThrow();
    assertThat(heads.heads()).containsEntry(shard, entries.get(5).position());
  }

  @Test
  void whatTheSourceDoesNotHaveIsEmpty() {
    BucketShard nowhere = BucketShard.parse("log-nowhere:id.1.1:0");

    assertThat(result(log.bucketIndexState(nowhere))).isEmpty();
    assertThat(result(log.readBucketIndex(nowhere, LogPosition.ORIGIN, 10))).isEmpty();
    assertThat(result(log.list(nowhere, ListingPosition.START, 10))).isEmpty();
    assertThat(result(zone.bucketHeads(BucketName.parse("log-nowhere")))).isEmpty();
  }

  @Test
  void anIndexShardIsListedInPagesWithOddKeys() {
    S3User user = zones.source().createUser("log-list");
    user.createBucket("log-list");
    List<String> keys =
        List.of("a", "a b", "a+b%2F", "é💡", "_x", "__y", "\u0001", "q\"uote\\", "d/./../e", " z ");
    keys.forEach(key -> user.put("log-list", key, "text"));
    assertThat(listed("log-list", 1))
        .extracting(ListedVersion::key)
        .containsExactlyInAnyOrderElementsOf(keys);
  }

  /** Asked to go on after a null version, the gateway itself goes on with the next key. */
  @Test
  void pagesDoNotHideWhatIsOlderThanANullVersion() {
    UserBucket bucket = new UserBucket(zones.source().createUser("log-null"), "log-null").create();
    bucket.enable();
    List.of("a", "b", "c").forEach(key -> bucket.put(key, "first"));
    bucket.suspend();
    bucket.put("b", "null");
    bucket.delete("c");

    for (int max : new int[] {1, 2, 3, 4, 5, 1000}) {
      assertThat(listed("log-null", max))
          .as("pages of " + max)
          .extracting(version -> version.key() + (isNull(version) ? " null" : ""))
          .containsExactlyInAnyOrder("a", "b null", "b", "c null", "c");
    }
  }

  @Test
  void aKeyWithMoreVersionsThanAPageHoldsIsListedWhole() {
    UserBucket bucket = new UserBucket(zones.source().createUser("log-long"), "log-long").create();
    bucket.enable();
    for (int i = 0; i < WholeKeys.LONGEST_PAGE + 3; i++) {
      bucket.put("k", "");
    }
    bucket.put("l", "");

    for (int max : new int[] {10, WholeKeys.LONGEST_PAGE}) {
      assertThat(listed("log-long", max))
          .as("pages of " + max)
          .filteredOn(version -> version.key().equals("k"))
          .hasSize(WholeKeys.LONGEST_PAGE + 3);
    }
  }

  private static boolean isNull(ListedVersion version) {
    return version.versionId().equals("null");
  }

  private List<ListedVersion> listed(String name, int max) {
    BucketHeads bucket = result(zone.bucketHeads(BucketName.parse(name))).orElseThrow();
    List<ListedVersion> listed = new ArrayList<>();
    for (BucketShard shard : BucketShard.all(bucket.instance(), bucket.shards())) {
      ListingPosition position = ListingPosition.START;
      ListingPage page;
      do {
        page = result(log.list(shard, position, max)).orElseThrow();
        listed.addAll(page.versions());
        position = page.next();
      } while (page.more());
    }
    return listed;
  }

  @Test
  void bucketsOfTenantsAreListedAndFollowed() {
    zones
        .source()
        .system()
        .send(
            "PUT",
            "/admin/user",
            Map.of("uid", "owner", "tenant", "logtenant", "display-name", "Owner"))
        .requireSuccess();
    zones
        .source()
        .system()
        .send("PUT", "/logtenant%3Alog-tenant", Map.of("rgwx-uid", "logtenant$owner"))
        .requireSuccess();
    zones
        .source()
        .system()
        .send("PUT", "/logtenant%3Alog-tenant/key", Map.of("rgwx-uid", "logtenant$owner"))
        .requireSuccess();
    BucketHeads bucket =
        result(zone.bucketHeads(BucketName.parse("logtenant/log-tenant"))).orElseThrow();

    List<String> listed = new ArrayList<>();
    List<String> logged = new ArrayList<>();
    for (BucketShard shard : BucketShard.all(bucket.instance(), bucket.shards())) {
      result(log.list(shard, ListingPosition.START, 10))
          .orElseThrow()
          .versions()
          .forEach(version -> listed.add(version.key() + " of " + version.owner()));
      await().atMost(LIMIT).until(() -> result(log.bucketIndexState(shard)).isPresent());
      result(log.readBucketIndex(shard, LogPosition.ORIGIN, 10))
          .orElseThrow()
          .entries()
          .forEach(entry -> logged.add(entry.key()));
    }

    assertThat(listed).containsExactly("key of logtenant$owner");
    assertThat(logged).contains("key");
  }

  @Test
  void aDisabledBucketIsStopped() {
    S3User user = zones.source().createUser("log-stop");
    user.createBucket("log-stop");
    BucketShard shard = shardOf("log-stop", "key", user);
    assertThat(result(log.bucketIndexState(shard)).orElseThrow().stopped()).isFalse();

    Map<String, String> disable = Map.of("bucket", "log-stop", "sync", "false");
    zones.source().system().send("PUT", "/admin/bucket", disable).requireSuccess();

    await().atMost(LIMIT).until(() -> result(log.bucketIndexState(shard)).orElseThrow().stopped());
  }

  @Test
  void onlyAnEmptyBucketIsRemoved() {
    S3User user = zones.source().createUser("log-remove");
    user.createBucket("log-remove");
    user.put("log-remove", "key", "text");
    BucketName name = BucketName.parse("log-remove");
    BucketShard shard = shardOf("log-remove", "key", user);

    assertThat(result(zone.removeBucket(name))).isFalse();
    user.delete("log-remove", "key");
    assertThat(result(zone.removeBucket(name))).isTrue();
    assertThat(result(zone.removeBucket(name))).isTrue();
    assertThat(result(zone.bucketHeads(name))).isEmpty();
    assertThat(result(log.bucketIndexState(shard)))
        .as("its index log answers on, so that this does not tell whether a bucket is there")
        .isPresent();
  }

  private MetadataLogLease lease(String source, String holder) {
    return new MetadataLogLease(List.of(client), source, holder, LIMIT);
  }

  @Test
  void aLeaseHasOneHolderPerSource() {
    Duration length = Duration.ofSeconds(60);
    MetadataLogLease mine = lease("zone-a", "one");
    MetadataLogLease theirs = lease("zone-a", "two");

    assertThat(result(MetadataLogLease.offered(client))).isTrue();
    assertThat(result(mine.take(length))).isEqualTo(Answer.HELD);
    assertThat(result(mine.take(length))).isEqualTo(Answer.HELD);
    assertThat(result(theirs.take(length))).isEqualTo(Answer.REFUSED);
    assertThat(result(lease("zone-b", "two").take(length))).isEqualTo(Answer.HELD);
    result(mine.release());
    assertThat(result(theirs.take(length))).isEqualTo(Answer.HELD);
    result(theirs.release());
    result(theirs.release());
    result(lease("zone-b", "two").release());
  }

  /** Writes a key and finds the index shard that got it. */
  private BucketShard shardOf(String bucket, String key, S3User user) {
    user.put(bucket, key, "text");
    BucketHeads heads = result(zone.bucketHeads(BucketName.parse(bucket))).orElseThrow();
    BucketInstance instance = heads.instance();
    return BucketShard.all(instance, heads.shards()).stream()
        .filter(shard -> holds(shard, key))
        .findFirst()
        .orElseThrow();
  }

  private boolean holds(BucketShard shard, String key) {
    return result(log.list(shard, ListingPosition.START, 1000)).orElseThrow().versions().stream()
        .anyMatch(version -> version.key().equals(key));
  }
}
