package io.gyre.metadata;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import io.gyre.map.Places;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Buckets of the destination that hold keys besides those that rules put there. */
public final class OtherKeys {
  private static final String NOT_EMPTY = "BucketNotEmpty";

  private OtherKeys() {}

  /**
   * The removal of a bucket that none of our keys was left in.
   *
   * @param ours looks once more: a write that nobody answered may have landed since
   * @return the same; one that fails because of other keys, where there can be such, is told by
   *     {@link #keep}
   */
  public static <T> CompletionStage<T> named(
      CompletionStage<T> removal,
      BucketName bucket,
      Places places,
      Supplier<? extends CompletionStage<List<ListedVersion>>> ours) {
    return removal.exceptionallyCompose(
        failure ->
            GatewayException.unwrap(failure) instanceof GatewayException answer
                    && answer.code().equals(NOT_EMPTY)
                    && !places.keysOf(bucket).isSame()
                ? ours.get()
                    .thenCompose(
                        left ->
                            CompletableFuture.failedFuture(
                                left.isEmpty() ? keeps(places.nameOf(bucket), answer) : failure))
                : CompletableFuture.failedFuture(failure));
  }

  /** Whether nothing but other keys was in the way of a removal: what is left is not ours. */
  static boolean keep(Throwable failure) {
    return GatewayException.unwrap(failure) instanceof GatewayException known
        && known.failureClass() == FailureClass.DENIED
        && known.code().equals(NOT_EMPTY);
  }

  private static GatewayException keeps(BucketName there, GatewayException answer) {
    return new GatewayException(
        FailureClass.DENIED,
        answer.status(),
        answer.code(),
        "what was copied is removed, but "
            + there
            + " holds keys besides those that map.keys puts there, so it stays, as somebody else's",
        answer);
  }
}
