package io.gyre.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketInstance;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Buckets that the source no longer has, and those that it seems not to have for a moment. */
class BucketRemovalTest extends MetadataFixture {
  private static final BucketState.Standing REMOVING = Standing.REMOVING;
  private static final GatewayException BUSY =
      new GatewayException(FailureClass.THROTTLED, "slow down", null);

  private void followedAndGone() throws Exception {
    sourceHas(PHOTOS, "src.1");
    await(replicator.ready(PHOTOS));
    source.gone("bucket", "photos");
  }

  @Test
  void aBucketRemovedAtTheSourceIsRemoved() throws Exception {
    followedAndGone();

    await(replicator.apply("bucket", "photos"));

    assertThat(destinationBuckets.removed).containsExactly(PHOTOS.bucket());
    assertThat(await(checkpoints.bucketsNamed("photos"))).isEmpty();
    assertThat(await(replicator.ready(PHOTOS))).isInstanceOf(BucketReadiness.Gone.class);
  }

  @Test
  void aRemovalThatFailsIsRecordedAndBegunAgain() throws Exception {
    followedAndGone();
    destinationBuckets.refuseRemovals(
        new GatewayException(FailureClass.DENIED, "too many objects", null));
    await(replicator.apply("bucket", "photos"));
    assertThat(shortfalls()).containsExactly("removal of bucket photos");
    assertThat(await(checkpoints.countRemovals())).as("not to be waited for").isZero();

    destinationBuckets.refuseRemovals(null);
    await(replicator.resume());

    assertThat(destinationBuckets.removed).containsExactly(PHOTOS.bucket());
    assertThat(shortfalls()).isEmpty();
  }

  /** See OtherKeys: by then all that was copied is removed. */
  @Test
  void aBucketThatHoldsOthersKeysStaysAsSomebodyElses() throws Exception {
    followedAndGone();
    destinationBuckets.refuseRemovals(
        new GatewayException(
            FailureClass.DENIED, 409, "BucketNotEmpty", "holds keys besides those", null));

    await(replicator.apply("bucket", "photos"));

    assertThat(destination.stored("bucket", "photos")).isNotNull();
    assertThat(await(checkpoints.bucketsNamed("photos"))).isEmpty();
    assertThat(shortfalls()).isEmpty();
    BucketInstance again = BucketInstance.parse("photos:src.2");
    sourceHas(again, "src.2");
    assertThat(await(replicator.ready(again))).isInstanceOf(BucketReadiness.Refused.class);
  }

  /** In another zone of the realm no bucket is there. */
  @Test
  void nothingIsRemovedWhenTheSourceTurnsOutToBeAnotherZone() throws Exception {
    followedAndGone();
    source.fail("confirm zone", new GatewayException(FailureClass.TRANSIENT, "another", null));
    await(replicator.apply("bucket", "photos"));
    assertThat(destinationBuckets.removed).isEmpty();

    source.fail("confirm zone", null);
    await(replicator.resume());
    assertThat(destinationBuckets.removed).containsExactly(PHOTOS.bucket());
  }

  @Test
  void nothingIsRemovedBeforeASecondLook() throws Exception {
    followedAndGone();
    pauses.hold();

    await(replicator.apply("bucket", "photos"));

    assertThat(pauses.begun).containsExactly(RemovalProof.PAUSE);
    assertThat(standings()).containsExactly(REMOVING);
    assertThat(await(checkpoints.countRemovals())).as("to be waited for").isEqualTo(1);
    assertThat(destinationBuckets.removed).isEmpty();

    pauses.pass();
    assertThat(destinationBuckets.removed).containsExactly(PHOTOS.bucket());
  }

  @Test
  void anEntryPointThatIsPutBackMeanwhileKeepsTheCopy() throws Exception {
    followedAndGone();
    pauses.hold();
    await(replicator.apply("bucket", "photos"));
    sourceHas(PHOTOS, "src.1");

    pauses.pass();

    assertFollowedWithRecheck();
  }

  @Test
  void whatTheLogSaysOfItInBetweenChangesNothing() throws Exception {
    followedAndGone();
    pauses.hold();
    await(replicator.apply("bucket", "photos"));
    sourceHas(PHOTOS, "src.1");
    await(replicator.apply("bucket", "photos"));
    assertThat(standings()).containsExactly(REMOVING);

    pauses.pass();

    assertFollowedWithRecheck();
  }

  @Test
  void afterAStartItIsLookedAtTwiceAgain() throws Exception {
    followedAndGone();
    pauses.hold();
    await(replicator.apply("bucket", "photos"));

    MetadataReplicator next = replicator();
    await(next.resume());
    assertThat(destinationBuckets.removed).isEmpty();
    sourceHas(PHOTOS, "src.1");
    pauses.pass();

    assertFollowedWithRecheck();
  }

  @Test
  void aBucketThatIsBackAmidItsRemovalIsNotRemovedAnyFurther() throws Exception {
    followedAndGone();
    destinationBuckets.beforeABatch(() -> sourceHas(PHOTOS, "src.1"));

    await(replicator.apply("bucket", "photos"));

    assertFollowedWithRecheck();
    assertThat(discovered).containsExactly(PHOTOS, PHOTOS);
  }

  @Test
  void aBucketThatIsBackAfterAFailedRemovalIsFollowedAgain() throws Exception {
    followedAndGone();
    destinationBuckets.refuseRemovals(new GatewayException(FailureClass.TRANSIENT, "later", null));
    await(replicator.apply("bucket", "photos"));
    assertThat(shortfalls()).containsExactly("removal of bucket photos");
    sourceHas(PHOTOS, "src.1");

    await(replicator.apply("bucket", "photos"));

    assertFollowedWithRecheck();
    assertThat(shortfalls()).isEmpty();
  }

  /** The log has named it, and nobody waits any more. */
  @Test
  void aBucketCreatedAgainIsNotForgottenWhenItCannotBeLookedUpAfterTheRemoval() throws Exception {
    sourceHas(PHOTOS, "src.1");
    await(replicator.ready(PHOTOS));
    BucketInstance again = BucketInstance.parse("photos:src.9");
    sourceHas(again, "src.9");
    destinationBuckets.beforeABatch(() -> source.fail("get bucket.instance/photos:src.9", BUSY));
    await(replicator.apply("bucket", "photos"));
    assertThat(destinationBuckets.removed).containsExactly(PHOTOS.bucket());
    assertThat(shortfalls()).containsExactly("name of bucket photos");

    source.fail("get bucket.instance/photos:src.9", null);
    await(replicator().resume());

    assertThat(discovered).containsExactly(PHOTOS, again);
    assertThat(shortfalls()).isEmpty();
  }

  private void assertFollowedWithRecheck() throws Exception {
    assertThat(destinationBuckets.removed).isEmpty();
    assertThat(standings()).containsExactly(Standing.FOLLOWED);
    assertThat(await(replicator.ready(PHOTOS))).isInstanceOf(BucketReadiness.Ready.class);
    assertThat(await(checkpoints.bucketShards(Optional.empty(), 100)))
        .hasSize(11)
        .allMatch(shard -> shard.recheck());
  }

  @Test
  void aBucketThatItsOwnerStillListsWasNotRemoved() throws Exception {
    followedAndGone();
    source.stillListed("alice", PHOTOS.bucket());

    await(replicator.apply("bucket", "photos"));

    assertThat(destinationBuckets.removed).isEmpty();
    assertThat(shortfalls()).containsExactly("removal of bucket photos");
    assertThat(await(checkpoints.countRemovals())).as("not to be waited for").isZero();
  }

  @Test
  void oneInWhosePlaceThereIsAnotherNeedsNoSecondLook() throws Exception {
    sourceHas(PHOTOS, "src.1");
    await(replicator.ready(PHOTOS));
    sourceHas(BucketInstance.parse("photos:src.9"), "src.9");

    await(replicator.apply("bucket", "photos"));

    assertThat(destinationBuckets.removed).containsExactly(PHOTOS.bucket());
    assertThat(pauses.begun).isEmpty();
  }

  private List<Standing> standings() throws Exception {
    return await(checkpoints.bucketsNamed("photos")).stream().map(BucketState::standing).toList();
  }
}
