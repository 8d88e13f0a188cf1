package io.gyre.store;

import io.gyre.copy.ObjectVersion;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What a store says is not there. That is not proof enough to remove anything, and nothing is
 * removed for it: what a store lacks is written.
 */
final class Absent {
  private static final int NOT_FOUND = 404;

  /** Of what has the sub-resource, and not of that: stores do not agree on the words for those. */
  private static final Set<String> OF_THE_WHOLE =
      Set.of("NoSuchBucket", "NoSuchKey", "NoSuchVersion", "NoSuchUpload");

  private Absent() {}

  private static Optional<GatewayException> answer(Throwable failure) {
    return GatewayException.unwrap(failure) instanceof GatewayException known && known.status() != 0
        ? Optional.of(known)
        : Optional.empty();
  }

  /** An answer to HEAD has no body that could say more. */
  static boolean anything(Throwable failure) {
    return answer(failure).filter(answer -> answer.status() == NOT_FOUND).isPresent();
  }

  static boolean bucket(Throwable failure) {
    return answer(failure).filter(answer -> answer.code().equals("NoSuchBucket")).isPresent();
  }

  /** A sub-resource that a bucket or object does not have. */
  static boolean document(Throwable failure) {
    return answer(failure)
        .filter(
            answer ->
                answer.status() == NOT_FOUND
                    && !OF_THE_WHOLE.contains(answer.code())
                    && (answer.code().startsWith("NoSuch")
                        || answer.code().endsWith("NotFoundError")))
        .isPresent();
  }

  /**
   * A call to the store on behalf of a version. What it says is not there may be at the source all
   * the same, so that proves nothing, and passes.
   */
  static <T> CompletionStage<T> provesNothing(ObjectVersion version, CompletionStage<T> call) {
    return call.exceptionallyCompose(
        failure ->
            CompletableFuture.failedFuture(
                GatewayException.classOf(failure) == FailureClass.GONE
                    ? new GatewayException(
                        FailureClass.TRANSIENT,
                        version
                            + " could not be written, as something was not there at the store: "
                            + GatewayException.unwrap(failure).getMessage(),
                        GatewayException.unwrap(failure))
                    : failure));
  }

  /** The call's result; empty when the object is not there. */
  static <T> CompletionStage<Optional<T>> unless(CompletionStage<T> call) {
    return call.thenApply(Optional::of)
        .exceptionallyCompose(
            failure ->
                anything(failure)
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : CompletableFuture.failedFuture(failure));
  }
}
