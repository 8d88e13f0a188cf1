package io.gyre.s3;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A good (2xx) answer whose body has not been read yet. It has to be read to its end, or cancelled.
 */
public record OpenAnswer(S3Answer.Headers headers, SlicedBody body) {
  /** Reads it; a reader that fails, also before it has begun, gives the rest of the body up. */
  public <T> CompletionStage<T> read(Function<OpenAnswer, CompletionStage<T>> reader) {
    return CompletableFuture.completedFuture(this)
        .thenCompose(reader)
        .whenComplete((done, failure) -> body.cancelIf(failure));
  }
}
