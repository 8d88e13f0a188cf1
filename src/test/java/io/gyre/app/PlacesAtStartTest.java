package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.InMemoryCheckpointStore;
import io.gyre.config.MapConfig;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import io.gyre.log.Versioning;
import io.gyre.metadata.VersioningJournal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a change of the rules about places means for what an earlier run has copied. */
class PlacesAtStartTest {
  private static final BucketName PHOTOS = new BucketName("", "photos");
  private static final MapConfig ELSEWHERE = MapConfig.ofPlaceRules("bucket photos -> elsewhere");

  private final InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();

  private void known(String name, Standing standing) {
    BucketState state =
        new BucketState(
            BucketInstance.parse(name + ":src.1"),
            "src.1",
            11,
            Versioning.NEVER,
            "copy-1",
            standing,
            "why");
    done(checkpoints.save(Change.of(new Change.BucketSeen(state))));
  }

  private CompletionStage<Void> start(boolean rescan) {
    return new PlacesAtStart(ELSEWHERE, checkpoints, rescan).unmoved();
  }

  private static <T> T done(CompletionStage<T> stage) {
    assertThat(stage).isCompleted();
    return stage.toCompletableFuture().join();
  }

  private static void refused(CompletionStage<Void> start, String why) {
    assertThat(start)
        .isCompletedExceptionally()
        .failsWithin(Duration.ofSeconds(1))
        .withThrowableThat()
        .withCauseInstanceOf(RouteRefused.class)
        .withMessageContaining(why);
  }

  private List<BucketState> states(String name) {
    return done(checkpoints.bucketsNamed(name));
  }

  /** By the id it keeps, what is at the new place could seem to be its copy. */
  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "UNFOLLOWED", "UNSELECTED"})
  void whatIsNotFollowedIsForgottenWithItsId(Standing standing) {
    known("photos", standing);
    known("stays", standing);

    done(start(false));

    assertThat(states("photos")).isEmpty();
    assertThat(states("stays")).hasSize(1);
    assertThat(done(checkpoints.facts()))
        .containsEntry("metadata-pass", "due")
        .containsEntry(PlacesAtStart.RULES, ELSEWHERE.placeRules());
  }

  @Test
  void nothingIsForgottenAtAStartThatIsRefused() {
    MapConfig both = MapConfig.ofPlaceRules("bucket a -> other-a\nbucket photos -> elsewhere");
    known("a", Standing.UNSELECTED);
    known("photos", Standing.FOLLOWED);

    refused(new PlacesAtStart(both, checkpoints, false).unmoved(), "--rescan");

    assertThat(states("a")).hasSize(1);
    assertThat(done(checkpoints.facts())).isEmpty();
  }

  @Test
  void whatWasCopiedMovesWhenThatIsAskedFor() {
    known("photos", Standing.FOLLOWED);

    done(start(true));

    assertThat(states("photos")).isEmpty();
  }

  /** Else the bucket at the new place would get the state that the old one lacks. */
  @Test
  void aCopyWhoseVersioningIsNotSettledDoesNotMove() {
    known("photos", Standing.FOLLOWED);
    VersioningJournal journal = new VersioningJournal(checkpoints);
    done(journal.unsettled(PHOTOS, Versioning.ENABLED));

    refused(start(true), "start once more");
    assertThat(states("photos")).hasSize(1);

    done(journal.settled(PHOTOS));
    done(start(true));
    assertThat(states("photos")).isEmpty();
  }
}
