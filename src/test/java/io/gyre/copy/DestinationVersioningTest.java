package io.gyre.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.config.MapConfig;
import io.gyre.copy.DestinationVersioning.Need;
import io.gyre.log.BucketName;
import io.gyre.log.Versioning;
import io.gyre.map.Places;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Several buckets of the source in one of the destination. */
class DestinationVersioningTest {
  private static final BucketName ONE = BucketName.parse("one");
  private static final BucketName TWO = BucketName.parse("two");
  private static final Places BOTH =
      MapConfig.ofPlaceRules(
              "bucket one -> both\nbucket two -> both\nkeys one: -> 1/\nkeys two: -> 2/")
          .places();

  private final FakeZones zones = new FakeZones();
  private final DestinationVersioning versioning =
      new DestinationVersioning(
          zones,
          BOTH,
          new DestinationVersioning.Journal() {
            @Override
            public CompletionStage<Void> unsettled(BucketName bucket, Versioning finalState) {
              return done();
            }

            @Override
            public CompletionStage<Void> settled(BucketName bucket) {
              return done();
            }
          },
          Runnable::run,
          DestinationVersioningTest::done);

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  /**
   * The next one in that place is another bucket, which is not switched by what was known of it.
   */
  @Test
  void aLateWriteDoesNotKeepABucketFromBeingForgotten() {
    zones.state = Versioning.ENABLED;
    versioning.wants(ONE, Versioning.ENABLED);
    versioning.wants(TWO, Versioning.ENABLED);
    versioning.forget(ONE);
    versioning.run(ONE, Need.SETTINGS, DestinationVersioningTest::done);
    versioning.forget(TWO);

    zones.state = Versioning.NEVER;
    versioning.wants(TWO, Versioning.NEVER);
    versioning.run(TWO, VersionRequest.WRITE_NULL, DestinationVersioningTest::done);

    assertThat(zones.state).isEqualTo(Versioning.NEVER);
  }
}
