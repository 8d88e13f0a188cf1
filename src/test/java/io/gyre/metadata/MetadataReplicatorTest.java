package io.gyre.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketInstance;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetadataReplicatorTest extends MetadataFixture {
  @Test
  void aNewBucketIsMadeAfterItsOwnerInTheDestinationsZonegroup() throws Exception {
    sourceHas(PHOTOS, "src.1");

    assertThat(await(replicator.ready(PHOTOS))).isInstanceOf(BucketReadiness.Ready.class);

    assertThat(destination.writes())
        .containsExactly(
            "put user/alice", "put bucket.instance/photos:" + COPY, "put bucket/photos");
    assertThat(
            destination
                .stored("bucket.instance", "photos:" + COPY)
                .at("/data/bucket_info/zonegroup")
                .asText())
        .isEqualTo("g2");
    assertThat(discovered).containsExactly(PHOTOS);
    assertThat(await(checkpoints.bucketShards(Optional.empty(), 100))).hasSize(11);
  }

  @Test
  void applyingTwiceWritesOnce() throws Exception {
    sourceHas(PHOTOS, "src.1");
    await(replicator.fullPass());
    int writes = destination.writes().size();

    await(replicator.fullPass());

    assertThat(destination.writes()).hasSize(writes);
  }

  @Test
  void aBucketWithoutItsBlockPublicAclsIsToldOfEachTime() throws Exception {
    sourceHas(PHOTOS, "src.1");
    await(replicator.fullPass());
    assertThat(opened).isEmpty();
    ObjectNode closed = SampleMetadata.instance(PHOTOS, "src.1", "alice", "g1");
    closed
        .withArray("/data/attrs")
        .addObject()
        .put("key", "user.rgw.public-access")
        .put("val", SampleMetadata.publicAccess(1, 1, 0, 0));
    source.given("bucket.instance", PHOTOS.toString(), closed);

    await(replicator.apply("bucket", "photos"));

    assertThat(opened).containsExactly(PHOTOS.bucket());
  }

  @Test
  void aBucketThatIsNotOursIsRefusedAndNotTouched() throws Exception {
    sourceHas(PHOTOS, "src.1");
    BucketInstance theirs = BucketInstance.parse("photos:dst.9");
    destination.given("bucket", "photos", SampleMetadata.entryPoint(theirs, "dst.9", "bob"));

    assertThat(await(replicator.ready(PHOTOS)))
        .isInstanceOfSatisfying(
            BucketReadiness.Refused.class,
            refused -> assertThat(refused.reason()).contains("not ours"));
    assertThat(destination.writes()).containsExactly("put user/alice");
  }

  @Test
  void aReshardedBucketStaysTheSameBucket() throws Exception {
    sourceHas(PHOTOS, "src.1");
    await(replicator.ready(PHOTOS));
    BucketInstance resharded = BucketInstance.parse("photos:src.2");
    sourceHas(resharded, "src.1");

    assertThat(await(replicator.ready(resharded)))
        .isInstanceOfSatisfying(
            BucketReadiness.Ready.class,
            ready -> {
              assertThat(ready.bucket().destinationId()).isEqualTo(COPY);
              assertThat(ready.bucket().standing()).isEqualTo(Standing.FOLLOWED);
            });
    assertThat(destination.stored("bucket", "photos").at("/data/bucket/bucket_id").asText())
        .isEqualTo(COPY);
  }

  @Test
  void aUserThatIsNotOursIsLeftAlone() throws Exception {
    source.given("user", "alice", SampleMetadata.user("alice", "ALICE"));
    destination.given("user", "alice", SampleMetadata.user("alice", "OTHER"));

    await(replicator.apply("user", "alice"));

    assertThat(destination.writes()).isEmpty();
  }

  @Test
  void aUserRemovedAtTheSourceIsRemovedOnlyWhenItIsOurs() throws Exception {
    source.given("user", "alice", SampleMetadata.user("alice", "ALICE"));
    destination.given("user", "bob", SampleMetadata.user("bob", "BOB"));
    await(replicator.apply("user", "alice"));
    source.gone("user", "alice");

    await(replicator.apply("user", "alice"));
    await(replicator.apply("user", "bob"));

    assertThat(destination.writes()).containsExactly("put user/alice", "remove user/alice");
  }

  @Test
  void theHolderOfAnAccessKeyIsNamed() throws Exception {
    source.given("user", "alice", SampleMetadata.user("alice", "ALICE"));
    destination.given("user", "bob", SampleMetadata.user("bob", "ALICE"));

    await(replicator.apply("user", "alice"));

    assertThat(destination.writes()).isEmpty();
    assertThat(await(checkpoints.countRefused())).isEqualTo(1);
    var key = await(ForeignKey.of("alice", source.stored("user", "alice"), destination));
    assertThat(ForeignKey.reason(key)).contains("ALICE", "user bob");
  }

  @Test
  void anEmailAddressIsNotTakenFromSomebodyElseAndFollowsLater() throws Exception {
    source.given("user", "alice", withEmail("alice", "shared@example.org"));
    destination.given("user", "bob", withEmail("bob", "shared@example.org"));

    await(replicator.apply("user", "alice"));

    assertThat(destination.ownerOfEmail("shared@example.org")).hasValue("bob");
    assertThat(email("alice")).isEmpty();
    assertThat(shortfalls()).containsExactly("user e-mail alice");
    assertThat(await(checkpoints.countRefused())).isEqualTo(1);

    destination.given("user", "bob", withEmail("bob", "bob@example.org"));
    await(replicator.resume());

    assertThat(destination.ownerOfEmail("shared@example.org")).hasValue("alice");
    assertThat(email("alice")).isEqualTo("shared@example.org");
    assertThat(await(checkpoints.facts())).isEmpty();
  }

  @Test
  void anAddressThatIsRefusedDoesNotHoldUpTheUser() throws Exception {
    source.given("user", "alice", withEmail("alice", "odd"));
    destination.refuseEmails(
        new GatewayException(FailureClass.INVALID, 400, "InvalidArgument", "no", null));

    await(replicator.apply("user", "alice"));

    assertThat(email("alice")).isEmpty();
    assertThat(shortfalls()).containsExactly("user e-mail alice");
    assertThat(await(checkpoints.countRefused())).isEqualTo(1);
  }

  @Test
  void addressesThatChangeHandsArriveInAnyOrder() throws Exception {
    source.given("user", "alice", withEmail("alice", "one@example.org"));
    source.given("user", "carol", withEmail("carol", "two@example.org"));
    await(replicator.fullPass());
    source.given("user", "alice", withEmail("alice", "two@example.org"));
    source.given("user", "carol", withEmail("carol", "one@example.org"));

    await(replicator.apply("user", "alice"));
    await(replicator.apply("user", "carol"));

    assertThat(destination.ownerOfEmail("two@example.org")).hasValue("alice");
    assertThat(destination.ownerOfEmail("one@example.org")).hasValue("carol");
    assertThat(await(checkpoints.facts())).isEmpty();
  }

  @Test
  void anAddressInCapitalsIsWrittenOnce() throws Exception {
    source.given("user", "alice", withEmail("alice", "Alice@Example.org"));
    await(replicator.apply("user", "alice"));
    assertThat(email("alice")).isEqualTo("alice@example.org");
    int writes = destination.writes().size();

    await(replicator.apply("user", "alice"));

    assertThat(destination.writes()).hasSize(writes);
  }

  private static ObjectNode withEmail(String uid, String email) {
    return SampleMetadata.withEmail(SampleMetadata.user(uid, uid.toUpperCase(Locale.ROOT)), email);
  }

  private String email(String uid) {
    return destination.stored("user", uid).at("/data/email").asText();
  }

  @Test
  void aBucketCreatedAgainIsAnotherBucket() throws Exception {
    sourceHas(PHOTOS, "src.1");
    await(replicator.ready(PHOTOS));
    BucketInstance again = BucketInstance.parse("photos:src.9");
    sourceHas(again, "src.9");

    await(replicator.apply("bucket", "photos"));

    assertThat(destinationBuckets.removed).containsExactly(PHOTOS.bucket());
    assertThat(destination.stored("bucket", "photos").at("/data/bucket/bucket_id").asText())
        .isEqualTo("src.9-0876e0d9");
    assertThat(await(replicator.ready(again))).isInstanceOf(BucketReadiness.Ready.class);
  }

  @Test
  void aBucketThatIsNotOursIsNotRemoved() throws Exception {
    sourceHas(PHOTOS, "src.1");
    BucketInstance theirs = BucketInstance.parse("photos:dst.9");
    destination.given("bucket", "photos", SampleMetadata.entryPoint(theirs, "dst.9", "bob"));
    await(replicator.ready(PHOTOS));
    source.gone("bucket", "photos");

    await(replicator.apply("bucket", "photos"));

    assertThat(destinationBuckets.removed).isEmpty();
    assertThat(await(checkpoints.bucketsNamed("photos"))).isEmpty();
  }

  @Test
  void aBucketWhoseOwnerIsNotOursIsRefused() throws Exception {
    sourceHas(PHOTOS, "src.1");
    destination.given("user", "alice", SampleMetadata.user("alice", "OTHER"));

    assertThat(await(replicator.ready(PHOTOS))).isInstanceOf(BucketReadiness.Refused.class);

    assertThat(destination.writes()).isEmpty();
  }

  @Test
  void aBucketThatOnlyALostStateKnewIsRecognised() throws Exception {
    sourceHas(PHOTOS, "src.1");
    destination.given("user", "alice", SampleMetadata.user("alice", "ALICE"));
    destination.given("bucket", "photos", SampleMetadata.entryPoint(PHOTOS, "src.1", "alice"));
    destination.given(
        "bucket.instance",
        PHOTOS.toString(),
        SampleMetadata.instance(PHOTOS, "src.1", "alice", "g2"));

    assertThat(await(replicator.ready(PHOTOS))).isInstanceOf(BucketReadiness.Ready.class);
    assertThat(await(checkpoints.bucketShards(Optional.empty(), 100)))
        .allMatch(shard -> shard.recheck());
  }

  /** The gateway keeps id and marker of a bucket that is renamed or moved to another tenant. */
  @Test
  void aRenamedBucketIsAnotherOneWithAnIndexOfItsOwn() throws Exception {
    sourceHas(PHOTOS, "src.1");
    await(replicator.ready(PHOTOS));
    BucketInstance renamed = BucketInstance.parse("pictures:src.1");
    source.gone("bucket", "photos");
    sourceHas(renamed, "src.1");

    await(replicator.apply("bucket", "pictures"));
    await(replicator.apply("bucket", "photos"));

    assertThat(destinationBuckets.removed).containsExactly(PHOTOS.bucket());
    assertThat(destination.stored("bucket", "pictures").at("/data/bucket/bucket_id").asText())
        .startsWith("src.1-")
        .isNotEqualTo(COPY);
    assertThat(await(replicator.ready(renamed))).isInstanceOf(BucketReadiness.Ready.class);
  }

  @Test
  void aBucketThatTheDestinationReshardedIsStillOurs() throws Exception {
    sourceHas(PHOTOS, "src.1");
    await(replicator.ready(PHOTOS));
    BucketInstance resharded = BucketInstance.parse("photos:dst.7");
    destination.gone("bucket.instance", "photos:" + COPY);
    destination.given("bucket", "photos", SampleMetadata.entryPoint(resharded, COPY, "alice"));
    destination.given(
        "bucket.instance",
        resharded.toString(),
        SampleMetadata.instance(resharded, COPY, "alice", "g2"));

    int before = destination.writes().size();
    await(replicator.apply("bucket", "photos"));
    assertThat(destination.stored("bucket", "photos").at("/data/bucket/bucket_id").asText())
        .isEqualTo("dst.7");
    assertThat(destination.writes().subList(before, destination.writes().size()))
        .noneMatch(write -> write.contains(COPY));

    source.gone("bucket", "photos");
    await(replicator.apply("bucket", "photos"));
    assertThat(destinationBuckets.removed).containsExactly(PHOTOS.bucket());
  }

  @Test
  void aBucketThatIsGoneAtTheDestinationIsRefusedUntilItMayBeMadeAgain() throws Exception {
    sourceHas(PHOTOS, "src.1");
    await(replicator.ready(PHOTOS));
    destination.gone("bucket", "photos");
    int before = destination.writes().size();

    await(replicator.apply("bucket", "photos"));
    await(replicator.apply("bucket", "photos"));

    assertThat(await(replicator.ready(PHOTOS)))
        .isInstanceOfSatisfying(
            BucketReadiness.Refused.class,
            refused ->
                assertThat(refused.reason()).contains("removed at the destination", "adopt"));
    assertThat(destination.writes()).hasSize(before);

    adopted.add(PHOTOS.bucket());
    await(replicator.apply("bucket", "photos"));
    assertThat(destination.writes()).as("its shards may still be followed").hasSize(before);

    MetadataReplicator next = replicator();
    await(next.apply("bucket", "photos"));
    assertThat(await(next.ready(PHOTOS))).isInstanceOf(BucketReadiness.Ready.class);
    assertThat(await(checkpoints.bucketShards(Optional.empty(), 100)))
        .hasSize(11)
        .allMatch(shard -> shard.recheck());
  }

  @Test
  void aBucketOfSomebodyElseInThePlaceOfOursIsRefused() throws Exception {
    sourceHas(PHOTOS, "src.1");
    await(replicator.ready(PHOTOS));
    BucketInstance theirs = BucketInstance.parse("photos:dst.9");
    destination.given("bucket", "photos", SampleMetadata.entryPoint(theirs, "dst.9", "bob"));

    await(replicator.apply("bucket", "photos"));

    assertThat(await(replicator.ready(PHOTOS))).isInstanceOf(BucketReadiness.Refused.class);
  }

  @Test
  void aBucketThatKeepsVersionsCannotBecomeOneThatNeverDid() throws Exception {
    sourceHas(PHOTOS, "src.1");
    destination.given("user", "alice", SampleMetadata.user("alice", "ALICE"));
    destination.given("bucket", "photos", SampleMetadata.entryPoint(PHOTOS, "src.1", "alice"));
    ObjectNode versioned = SampleMetadata.instance(PHOTOS, "src.1", "alice", "g2");
    versioned.withObject("/data/bucket_info").put("flags", 2);
    destination.given("bucket.instance", PHOTOS.toString(), versioned);

    assertThat(await(replicator.ready(PHOTOS)))
        .isInstanceOfSatisfying(
            BucketReadiness.Refused.class,
            refused -> assertThat(refused.reason()).contains("keeps versions"));
    assertThat(destination.writes()).isEmpty();
  }
}
