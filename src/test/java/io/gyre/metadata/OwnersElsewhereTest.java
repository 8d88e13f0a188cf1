package io.gyre.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.log.BucketInstance;
import org.junit.jupiter.api.Test;

/** Where users are not replicated ({@code select.users: false}), the owners have to be there. */
class OwnersElsewhereTest extends MetadataFixture {
  private static final BucketInstance LOST = BucketInstance.parse("lost:src.5");

  private final MetadataReplicator withoutUsers = replicator(false);

  @Test
  void noUserIsWrittenAndABucketOfOneWhoIsThereIsFollowed() throws Exception {
    sourceHas(PHOTOS, "src.1");
    destination.given("user", "alice", SampleMetadata.user("alice", "THEIRS"));

    await(withoutUsers.fullPass());
    await(withoutUsers.apply("user", "alice"));

    assertThat(destination.writes())
        .containsExactly("put bucket.instance/photos:" + COPY, "put bucket/photos");
    assertThat(await(withoutUsers.ready(PHOTOS))).isInstanceOf(BucketReadiness.Ready.class);
    assertThat(await(checkpoints.countRefused())).isZero();
    assertThat(await(checkpoints.ownsUser("alice"))).isFalse();
  }

  /** What was copied is ours: it goes on, and is removed when the source removes it. */
  @Test
  void aBucketThatIsFollowedIsFollowedOnWhenItsOwnerIsRemovedThere() throws Exception {
    sourceHas(PHOTOS, "src.1");
    destination.given("user", "alice", SampleMetadata.user("alice", "THEIRS"));
    await(withoutUsers.apply("bucket", "photos"));
    destination.gone("user", "alice");

    await(withoutUsers.apply("bucket", "photos"));
    assertThat(await(withoutUsers.ready(PHOTOS))).isInstanceOf(BucketReadiness.Ready.class);

    source.gone("bucket", "photos");
    await(withoutUsers.apply("bucket", "photos"));
    assertThat(destinationBuckets.removed).containsExactly(PHOTOS.bucket());
  }

  @Test
  void aUserRemovedAtTheSourceStaysAlsoWhereAnEarlierRunMadeIt() throws Exception {
    source.given("user", "alice", SampleMetadata.user("alice", "ALICE"));
    await(replicator.fullPass());
    source.gone("user", "alice");

    await(withoutUsers.apply("user", "alice"));
    await(withoutUsers.fullPass());

    assertThat(destination.writes()).containsExactly("put user/alice");
  }

  @Test
  void aBucketWhoseOwnerIsMissingIsNamedAndDoesNotHoldUpTheOthers() throws Exception {
    sourceHas(PHOTOS, "src.1");
    destination.given("user", "alice", SampleMetadata.user("alice", "THEIRS"));
    lostHas("bob");

    await(withoutUsers.fullPass());

    assertThat(await(withoutUsers.ready(LOST)))
        .isInstanceOfSatisfying(
            BucketReadiness.Refused.class,
            refused ->
                assertThat(refused.reason())
                    .contains("its owner bob is not at the destination", "select.users"));
    assertThat(await(withoutUsers.ready(PHOTOS))).isInstanceOf(BucketReadiness.Ready.class);
    assertThat(destination.writes()).noneMatch(write -> write.contains("lost"));
    assertThat(discovered).containsExactly(PHOTOS);
    assertThat(await(checkpoints.countRefused())).isEqualTo(1);
  }

  @Test
  void theBucketIsMadeOnceItsOwnerIsThere() throws Exception {
    lostHas("bob");
    await(withoutUsers.fullPass());
    destination.given("user", "bob", SampleMetadata.user("bob", "THEIRS"));

    await(withoutUsers.resume());

    assertThat(await(withoutUsers.ready(LOST))).isInstanceOf(BucketReadiness.Ready.class);
    assertThat(await(checkpoints.countRefused())).isZero();
  }

  @Test
  void aUserWhomAnEarlierRunRefusedIsNoLongerCounted() throws Exception {
    source.given("user", "alice", SampleMetadata.user("alice", "ALICE"));
    destination.given("user", "alice", SampleMetadata.user("alice", "OTHER"));
    await(replicator.apply("user", "alice"));
    assertThat(await(checkpoints.countRefused())).isEqualTo(1);

    await(withoutUsers.resume());

    assertThat(await(checkpoints.countRefused())).isZero();
    assertThat(destination.writes()).isEmpty();
  }

  private void lostHas(String owner) {
    source.given("user", owner, SampleMetadata.user(owner, "BOB"));
    source.given("bucket", "lost", SampleMetadata.entryPoint(LOST, "src.5", owner));
    source.given(
        "bucket.instance", LOST.toString(), SampleMetadata.instance(LOST, "src.5", owner, "g1"));
  }
}
