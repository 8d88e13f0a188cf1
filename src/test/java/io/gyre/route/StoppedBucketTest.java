package io.gyre.route;

import static io.gyre.route.Entries.bucketShard;
import static io.gyre.route.Entries.entry;
import static io.gyre.route.Entries.followed;
import static io.gyre.route.Entries.listed;
import static io.gyre.route.Entries.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.Phase;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.guard.DeleteGuard;
import io.gyre.log.BucketIndexEntry;
import io.gyre.log.BucketIndexEntry.Op;
import io.gyre.log.BucketShard;
import io.gyre.log.Watermark;
import java.time.Duration;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bucket of which more is deleted than two objects an hour. */
class StoppedBucketTest {
  private static final BucketShard PHOTOS = bucketShard("photos");

  private final RouteFixture route = RouteFixture.deletingAtMost(2);

  @AfterEach
  void end() {
    route.close();
  }

  private void deletedAtSource(String... keys) {
    FakeLog<BucketIndexEntry> log = route.log.index(PHOTOS);
    for (int i = 0; i < keys.length; i++) {
      log.add(entry(i + 1, Op.DEL, keys[i]));
      route.objects.goneAtSource(keys[i]);
      route.objects.isThere(keys[i], route.clock.instant());
      route.atDestination.add(listed(keys[i]));
    }
    log.add(write(keys.length + 1, "z"));
    route.log.list(PHOTOS, listed("z"));
    route.save(
        new Change.BucketSeen(Entries.bucket(PHOTOS.instance())),
        new Change.ShardMoved(followed(PHOTOS, Watermark.ORIGIN)));
    route.save(new Change.Dirty(PHOTOS, 0, route.clock.instant()));
  }

  private Phase phase() {
    return route.checkpoints.bucketShard(PHOTOS).toCompletableFuture().join().orElseThrow().phase();
  }

  @Test
  void isLeftAsItIsUntilThatIsConfirmedAndThenComparedInFull() {
    deletedAtSource("a", "b", "c", "d");
    route.spawn(DataShardActor.create(0, route.services));
    route.advance(Duration.ofMinutes(5));

    assertThat(route.objects.removed).hasSize(2);
    assertThat(phase()).isEqualTo(Phase.UNFOLLOWED);
    int relayed = route.objects.relayed.size();
    route.save(new Change.Dirty(PHOTOS, 0, route.clock.instant()));
    route.advance(Duration.ofMinutes(5));
    assertThat(route.objects.relayed).as("nothing is done in it").hasSize(relayed);

    route.save(
        DeleteGuard.confirmed(
                PHOTOS.instance().bucket(), route.clock.instant().plus(Duration.ofHours(1)))
            .toArray(Change[]::new));
    route.save(new Change.Dirty(PHOTOS, 0, route.clock.instant()));
    route.advance(Duration.ofMinutes(5));

    assertThat(new TreeSet<>(route.objects.removed)).containsExactly("a", "b", "c", "d");
    assertThat(phase()).isEqualTo(Phase.INCREMENTAL);
  }

  @Test
  void asManyAsAreAllowedStopNothing() {
    deletedAtSource("a", "b");
    route.spawn(DataShardActor.create(0, route.services));
    route.advance(Duration.ofMinutes(5));

    assertThat(route.objects.removed).containsExactlyInAnyOrder("a", "b");
    assertThat(route.objects.relayed).contains("z");
    assertThat(phase()).isEqualTo(Phase.INCREMENTAL);
  }

  @Test
  void whatIsRefusedHasNotBeenDeletedHoweverOftenItIsTried() {
    route
        .objects
        .of("a")
        .fail(new GatewayException(FailureClass.DENIED, "refused by the test", null));
    deletedAtSource("a", "b");
    route.spawn(DataShardActor.create(0, route.services));
    route.advance(Duration.ofMinutes(30));

    assertThat(route.objects.removed).containsExactly("b");
    assertThat(phase()).isEqualTo(Phase.INCREMENTAL);
  }
}
