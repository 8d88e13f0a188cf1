package io.gyre.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketInstance;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What was refused is looked at again, also where no log of the source gives a reason to. */
class RefusedAgainTest extends MetadataFixture {
  private static final GatewayException BUSY =
      new GatewayException(FailureClass.THROTTLED, "slow down", null);
  private static final BucketInstance THEIRS = BucketInstance.parse("photos:dst.9");

  @Test
  void aBucketIsMadeOnceTheNameIsFree() throws Exception {
    sourceHas(PHOTOS, "src.1");
    destination.given("bucket", "photos", SampleMetadata.entryPoint(THEIRS, "dst.9", "bob"));
    await(replicator.apply("bucket", "photos"));
    await(replicator.resume());
    assertThat(await(replicator.ready(PHOTOS))).isInstanceOf(BucketReadiness.Refused.class);
    assertThat(destination.writes()).containsExactly("put user/alice");

    destination.gone("bucket", "photos");
    await(replicator.resume());

    assertThat(await(replicator.ready(PHOTOS))).isInstanceOf(BucketReadiness.Ready.class);
    assertThat(discovered).containsExactly(PHOTOS);
    assertThat(await(checkpoints.countRefused())).isZero();
  }

  @Test
  void aUserIsTakenWithItsBucketsOnceTheNameIsFree() throws Exception {
    sourceHas(PHOTOS, "src.1");
    destination.given("user", "alice", SampleMetadata.user("alice", "OTHER"));
    await(replicator.fullPass());
    await(replicator.resume());
    assertThat(destination.writes()).isEmpty();
    assertThat(await(checkpoints.countRefused())).isEqualTo(2);

    destination.gone("user", "alice");
    await(replicator().resume());

    assertThat(destination.writes()).startsWith("put user/alice").contains("put bucket/photos");
    assertThat(await(checkpoints.countRefused())).isZero();
  }

  /** No log names it again. */
  @Test
  void oneWhoseMakingFailsAfterItWasRefusedIsTriedAgain() throws Exception {
    sourceHas(PHOTOS, "src.1");
    destination.given("bucket", "photos", SampleMetadata.entryPoint(THEIRS, "dst.9", "bob"));
    await(replicator.apply("bucket", "photos"));
    destination.gone("bucket", "photos");
    destination.fail("put bucket/photos", BUSY);
    await(replicator.resume());
    assertThat(await(checkpoints.countRefused())).isEqualTo(1);

    destination.fail("put bucket/photos", null);
    await(replicator().resume());

    assertThat(await(replicator.ready(PHOTOS))).isInstanceOf(BucketReadiness.Ready.class);
    assertThat(await(checkpoints.countRefused())).isZero();
  }

  @Test
  void aUserWhomTheDestinationDoesNotTakeAfterARefusalIsTriedAgain() throws Exception {
    source.given("user", "alice", SampleMetadata.user("alice", "ALICE"));
    destination.given("user", "alice", SampleMetadata.user("alice", "OTHER"));
    await(replicator.apply("user", "alice"));
    destination.gone("user", "alice");
    destination.fail("put user/alice", BUSY);
    await(replicator.resume());
    assertThat(await(checkpoints.countRefused())).isEqualTo(1);

    destination.fail("put user/alice", null);
    await(replicator().resume());

    assertThat(destination.stored("user", "alice").toString()).contains("ALICE");
    assertThat(await(checkpoints.countRefused())).isZero();
  }

  @Test
  void oneThatIsTakenAtTheSecondAttemptIsNoLongerCounted() throws Exception {
    source.given("user", "alice", SampleMetadata.user("alice", "ALICE"));
    destination.given("user", "alice", SampleMetadata.user("alice", "OTHER"));
    await(replicator.apply("user", "alice"));
    destination.gone("user", "alice");
    destination.fail(
        "put user/alice", new GatewayException(FailureClass.TRANSIENT, 503, "", "later", null));
    pauses.hold();
    var again = replicator.resume();
    destination.fail("put user/alice", null);
    pauses.pass();

    await(again);

    assertThat(await(checkpoints.countRefused())).isZero();
  }

  @Test
  void aUserIsTakenOnceTheAccessKeyIsFree() throws Exception {
    source.given("user", "alice", SampleMetadata.user("alice", "ALICE"));
    destination.given("user", "bob", SampleMetadata.user("bob", "ALICE"));
    await(replicator.apply("user", "alice"));

    destination.given("user", "bob", SampleMetadata.user("bob", "BOB"));
    await(replicator.resume());

    assertThat(await(checkpoints.ownsUser("alice"))).isTrue();
    assertThat(await(checkpoints.countRefused())).isZero();
  }

  @Test
  void oneThatIsGoneAtTheSourceIsForgotten() throws Exception {
    sourceHas(PHOTOS, "src.1");
    destination.given("user", "alice", SampleMetadata.user("alice", "OTHER"));
    await(replicator.fullPass());
    source.gone("bucket", "photos");
    source.gone("user", "alice");

    await(replicator.resume());

    assertThat(await(checkpoints.countRefused())).isZero();
    assertThat(destination.stored("user", "alice").toString()).contains("OTHER");
  }

  @Test
  void oneThatFailsDoesNotKeepTheOthersFromBeingLookedAt() throws Exception {
    for (String uid : List.of("alice", "bob")) {
      source.given("user", uid, SampleMetadata.user(uid, uid.toUpperCase(Locale.ROOT)));
      destination.given("user", uid, SampleMetadata.user(uid, "OTHER" + uid));
    }
    await(replicator.fullPass());
    destination.gone("user", "alice");
    destination.gone("user", "bob");
    destination.fail(
        "put user/alice",
        new GatewayException(FailureClass.DENIED, 403, "AccessDenied", "no", null));

    await(replicator.resume());

    assertThat(await(checkpoints.ownsUser("bob"))).isTrue();
    assertThat(shortfalls()).containsExactly("user alice");
  }

  @Test
  void aCopyThatWasRemovedAtTheDestinationStaysRefused() throws Exception {
    sourceHas(PHOTOS, "src.1");
    await(replicator.ready(PHOTOS));
    destination.gone("bucket", "photos");
    await(replicator.apply("bucket", "photos"));
    adopted.add(PHOTOS.bucket());

    await(replicator.resume());
    assertThat(await(replicator.ready(PHOTOS)))
        .as("its shards may still be followed")
        .isInstanceOf(BucketReadiness.Refused.class);

    adopted.clear();
    MetadataReplicator next = replicator();
    await(next.resume());
    assertThat(await(next.ready(PHOTOS))).isInstanceOf(BucketReadiness.Refused.class);
  }
}
