package io.gyre.store;

import static io.gyre.store.StoreFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.check.Counterpart;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPosition;
import io.gyre.map.BucketMap;
import io.gyre.map.ClassMap;
import io.gyre.map.ClassRule;
import io.gyre.map.KeyRule;
import io.gyre.map.Places;
import io.gyre.metadata.KnownBucket;
import io.gyre.metadata.SourceBucket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a check sees of an embedded gateway that is called as any S3 store is. */
class ComparedStoreTest {
  private static final Places STRIPPED =
      new Places(BucketMap.NONE, List.of(KeyRule.parse("*:app/ ->")));

  private static StoreFixture zones;

  @BeforeAll
  static void start() {
    zones = new StoreFixture();
  }

  @AfterAll
  static void stop() {
    zones.close();
  }

  @Test
  void keysOfAPrefixAreListedByTheirNamesThere() throws Exception {
    BucketName bucket = zones.bucket("logs");
    zones.account().put("logs", "x", "text");
    zones.account().put("logs", "y", "text");

    assertThat(keys(bucket, "app/")).containsExactly("app/x", "app/y");
    assertThat(keys(bucket, "app/x")).containsExactly("app/x");
    assertThat(keys(bucket, "other/")).isEmpty();
  }

  private static List<String> keys(BucketName bucket, String prefix) throws Exception {
    BucketShard whole = new BucketShard(new BucketInstance(bucket, "id"), BucketShard.UNSHARDED);
    return done(zones.compared(STRIPPED, ClassMap.NONE, prefix).list(whole, ListingPosition.START))
        .orElseThrow()
        .versions()
        .stream()
        .map(ListedVersion::key)
        .toList();
  }

  @Test
  void whatNamesKeysIsNotCarriedWhereTheyHaveOthers() throws Exception {
    zones.owner().createBucket("ruled");
    zones
        .owner()
        .client()
        .putBucketPolicy(
            to ->
                to.bucket("ruled")
                    .policy(
                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                            + "\"Principal\":\"*\",\"Action\":\"s3:GetObject\","
                            + "\"Resource\":\"arn:aws:s3:::ruled/*\"}]}"));
    SourceBucket source = zones.sourceBucket("ruled");
    done(zones.open().buckets().make(source, source.copyId(STRIPPED)));
    zones.account().client().deleteBucketPolicy(to -> to.bucket("ruled"));

    assertThat(compared(source, STRIPPED).differences()).isEmpty();
    assertThat(compared(source, STRIPPED).notCarried()).containsExactly("policy");
    assertThat(compared(source, Places.SAME).differences()).containsExactly("policy");
  }

  private static Counterpart.Bucket compared(SourceBucket source, Places places) throws Exception {
    KnownBucket known =
        new KnownBucket(source.name(), source.entry(), source.info(), Optional.empty());
    return done(zones.compared(places, ClassMap.NONE, "").bucket(source.name(), Optional.of(known)))
        .orElseThrow();
  }

  @Test
  void aStorageClassThatARuleCarriesIsNotLost() {
    ComparedStore store =
        zones.compared(Places.SAME, new ClassMap(List.of(ClassRule.parse("COLD -> GLACIER"))), "");

    assertThat(store.notCarried(List.of(row("COLD"), row("STANDARD"), row("")))).isEmpty();
    assertThat(store.notCarried(List.of(row("COLD"), row("WARM"))))
        .isEqualTo(Map.of("storage class", 1));
  }

  private static ListedVersion row(String storageClass) {
    return new ListedVersion(
        "k", "null", false, true, OptionalLong.empty(), Instant.EPOCH, "", 1, "", storageClass);
  }
}
