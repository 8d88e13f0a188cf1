package io.gyre.metadata;

import io.gyre.checkpoint.CheckpointException;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.lease.WriteFence;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one user or bucket over, with a few attempts. What has failed that often while both zones
 * answer lies with that one: it is recorded as a shortfall, and all others go on. What fails with a
 * zone as a whole, or with our own store, fails the stage; nothing is recorded then, and who asked
 * waits and asks again.
 */
final class KeyAttempts {
  private static final Logger LOG = LoggerFactory.getLogger(KeyAttempts.class);

  private final MetadataStore source;
  private final DestinationBuckets destination;
  private final Patience patience;

  KeyAttempts(MetadataStore source, DestinationBuckets destination, Patience patience) {
    this.source = source;
    this.destination = destination;
    this.patience = patience;
  }

  /**
   * Succeeds once it is brought over, or recorded.
   *
   * @param shortfalls of its kind; one that is recorded there already gets one attempt
   */
  CompletionStage<Void> run(
      Shortfalls shortfalls, String name, Supplier<CompletionStage<Void>> bring) {
    return attempt(shortfalls, name, bring, 1);
  }

  private CompletionStage<Void> attempt(
      Shortfalls shortfalls, String name, Supplier<CompletionStage<Void>> bring, int number) {
    return begin(bring)
        .handle(
            (done, failure) ->
                failure == null
                    ? shortfalls.noLonger(name)
                    : failed(shortfalls, name, bring, number, GatewayException.unwrap(failure)))
        .thenCompose(next -> next);
  }

  private static CompletionStage<Void> begin(Supplier<CompletionStage<Void>> bring) {
    try {
      return bring.get();
    } catch (RuntimeException unreadable) {
      return CompletableFuture.failedFuture(unreadable);
    }
  }

  private CompletionStage<Void> failed(
      Shortfalls shortfalls,
      String name,
      Supplier<CompletionStage<Void>> bring,
      int number,
      Throwable failure) {
    if (!mayLieWithTheKey(failure)) {
      return CompletableFuture.failedFuture(failure);
    }
    Optional<Duration> pause =
        shortfalls.reason(name).isPresent()
            ? Optional.empty()
            : patience.beforeNextAttempt(GatewayException.classOf(failure), number);
    return pause.isEmpty()
        ? record(shortfalls, name, failure)
        : patience
            .pause(pause.get())
            .thenCompose(passed -> attempt(shortfalls, name, bring, number + 1));
  }

  private static boolean mayLieWithTheKey(Throwable failure) {
    return !(failure instanceof CheckpointException)
        && !(failure instanceof Error)
        && !WriteFence.isRefusal(failure)
        && GatewayException.classOf(failure) != FailureClass.THROTTLED;
  }

  /** A zone that does not tell us who we are fails everybody. */
  private CompletionStage<Void> record(Shortfalls shortfalls, String name, Throwable failure) {
    return source
        .ourselves()
        .thenCompose(answered -> destination.answers())
        .handle(
            (answered, silence) ->
                silence == null
                    ? shortfalls.found(name, reason(name, failure))
                    : CompletableFuture.<Void>failedFuture(failure))
        .thenCompose(next -> next);
  }

  private static String reason(String name, Throwable failure) {
    if (failure instanceof GatewayException known) {
      return "not brought over: "
          + known.failureClass()
          + ": "
          + Objects.requireNonNullElse(known.getMessage(), "");
    }
    LOG.debug("{}: what the source has cannot be worked on", name, failure);
    return "not brought over: what the source has cannot be read: " + failure;
  }
}
