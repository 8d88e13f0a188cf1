package io.gyre.metadata;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.map.Places;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Buckets of the destination that hold keys besides those that rules put there. */
public final class OtherKeys {
  private OtherKeys() {}

  /**
   * The removal of a bucket that none of our keys is left in.
   *
   * @return the same; one that fails because of other keys, where there can be such, says what to
   *     do, and is {@link FailureClass#DENIED}
   */
  public static <T> CompletionStage<T> named(
      CompletionStage<T> removal, BucketName bucket, Places places) {
    return removal.exceptionallyCompose(
        failure ->
            CompletableFuture.failedFuture(
                GatewayException.unwrap(failure) instanceof GatewayException answer
                        && answer.code().equals("BucketNotEmpty")
                        && !places.keysOf(bucket).isSame()
                    ? keeps(places.nameOf(bucket), answer)
                    : failure));
  }

  private static GatewayException keeps(BucketName there, GatewayException answer) {
    return new GatewayException(
        FailureClass.DENIED,
        answer.status(),
        answer.code(),
        "what was copied is removed, but "
            + there
            + " holds keys besides those that map.keys puts there, and these are never removed;"
            + " move them away or remove "
            + there
            + " by hand, or leave the source's bucket out with select.buckets and start again",
        answer);
  }
}
