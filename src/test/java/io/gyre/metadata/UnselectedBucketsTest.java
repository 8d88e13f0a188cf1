package io.gyre.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.map.Mapping;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Buckets that were copied and are left out by now, by their name or their owner. */
class UnselectedBucketsTest extends MetadataFixture {
  private final MetadataReplicator notAlices =
      replicator(
          new Selection(
              true,
              true,
              bucket -> true,
              (bucket, owner) -> !owner.equals("alice"),
              Mapping.NONE,
              uid -> false,
              adopted::contains));
  private final MetadataReplicator notPhotos =
      replicator(
          new Selection(
              true, bucket -> !bucket.name().equals("photos"), uid -> false, adopted::contains));

  private List<Standing> standings() throws Exception {
    return await(checkpoints.bucketsNamed("photos")).stream()
        .map(state -> state.standing())
        .toList();
  }

  @Test
  void theBucketOfAnOwnerWhoIsLeftOutIsNotMadeAndNoDifference() throws Exception {
    sourceHas(PHOTOS, "src.1");

    await(notAlices.apply("bucket", "photos"));

    assertThat(destination.writes()).isEmpty();
    assertThat(standings()).containsExactly(Standing.UNSELECTED);
    assertThat(await(notAlices.ready(PHOTOS))).isInstanceOf(BucketReadiness.Unfollowed.class);
    assertThat(await(checkpoints.countRefused())).isZero();
  }

  @Test
  void oneThatWasCopiedStaysAlsoWhenTheSourceRemovesIt() throws Exception {
    sourceHas(PHOTOS, "src.1");
    await(replicator.ready(PHOTOS));
    int writes = destination.writes().size();

    await(notAlices.apply("bucket", "photos"));
    source.gone("bucket", "photos");
    await(notAlices.apply("bucket", "photos"));
    await(notAlices.fullPass());

    assertThat(destinationBuckets.removed).isEmpty();
    assertThat(destination.writes()).hasSize(writes);
  }

  @Test
  void takenAgainItIsComparedAndFollowed() throws Exception {
    sourceHas(PHOTOS, "src.1");
    await(replicator.ready(PHOTOS));
    await(notAlices.apply("bucket", "photos"));
    discovered.clear();

    await(replicator().apply("bucket", "photos"));

    assertThat(standings()).containsExactly(Standing.FOLLOWED);
    assertThat(discovered).containsExactly(PHOTOS);
    assertThat(await(checkpoints.bucketShards(Optional.empty(), 10)))
        .isNotEmpty()
        .allMatch(shard -> shard.recheck());
  }

  @Test
  void aRemovalThatHasBegunEndsOnceTheBucketIsLeftOut() throws Exception {
    sourceHas(PHOTOS, "src.1");
    await(replicator.ready(PHOTOS));
    source.gone("bucket", "photos");
    pauses.hold();
    await(replicator.apply("bucket", "photos"));
    assertThat(standings()).containsExactly(Standing.REMOVING);

    await(notPhotos.resume());

    assertThat(standings()).containsExactly(Standing.UNSELECTED);
    assertThat(await(checkpoints.countRemovals())).isZero();
    assertThat(destinationBuckets.removed).isEmpty();
  }
}
