package io.gyre.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.metadata.BucketSizes.Size;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class LimitedRemovalsTest {
  private static final BucketName BUCKET = BucketName.parse("photos");

  private final FakeBucketOperations buckets =
      new FakeBucketOperations(new FakeMetadataStore("tester", "TESTER"));

  private CompletableFuture<Void> remove(Optional<Size> size) {
    BucketOperations limited =
        new LimitedRemovals(buckets, name -> CompletableFuture.completedFuture(size), 10);
    return limited
        .removeWithContents(BUCKET, () -> CompletableFuture.completedFuture(null))
        .toCompletableFuture();
  }

  @Test
  void aBucketWithMoreObjectsThanAllowedStays() {
    assertThat(remove(Optional.of(new Size(11, 0))))
        .failsWithin(Duration.ofSeconds(1))
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOf(GatewayException.class)
        .withMessageContainingAll("11 objects", "max-delete is 10");
    assertThat(buckets.removed).isEmpty();
  }

  @Test
  void oneWithAsManyAsAllowedGoes() {
    assertThat(remove(Optional.of(new Size(10, 0)))).isCompleted();
    assertThat(buckets.removed).containsExactly(BUCKET);
  }

  @Test
  void oneThatIsNotThereGoesToo() {
    assertThat(remove(Optional.empty())).isCompleted();
  }
}
