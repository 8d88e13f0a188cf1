package io.gyre.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import io.gyre.map.BucketMap;
import io.gyre.map.KeyRule;
import io.gyre.map.Places;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OtherKeysTest {
  private static final BucketName PHOTOS = new BucketName("", "photos");
  private static final Places BELOW =
      new Places(BucketMap.NONE, List.of(KeyRule.parse("photos: -> there/")));
  private static final ListedVersion OURS =
      new ListedVersion(
          "k", "null", false, true, OptionalLong.empty(), Instant.EPOCH, "", 0, "", "STANDARD");

  private static Throwable failure(Places places, List<ListedVersion> ours) {
    var notEmpty = new GatewayException(FailureClass.INVALID, 409, "BucketNotEmpty", "no", null);
    return OtherKeys.named(
            CompletableFuture.failedFuture(notEmpty),
            PHOTOS,
            places,
            () -> CompletableFuture.completedFuture(ours))
        .handle((done, failure) -> GatewayException.unwrap(failure))
        .toCompletableFuture()
        .join();
  }

  @Test
  void aBucketWithNothingOfOursStays() {
    assertThat(OtherKeys.keep(failure(BELOW, List.of()))).isTrue();
  }

  /** A write that nobody answered has landed: the removal is to be tried again. */
  @Test
  void oneWithSomethingOfOursIsNotDoneWith() {
    assertThat(OtherKeys.keep(failure(BELOW, List.of(OURS)))).isFalse();
  }

  @Test
  void whereAllKeysAreOursNoneIsAnothers() {
    assertThat(OtherKeys.keep(failure(Places.SAME, List.of()))).isFalse();
  }
}
