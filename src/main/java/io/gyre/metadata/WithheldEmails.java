package io.gyre.metadata;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.failure.GatewayException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users that were replicated without their e-mail address, as a rule because it belongs to another
 * user of the destination. That may be one of ours who is about to give it up: addresses change
 * hands, and the users' log entries come in any order. So these users are recorded, and replicated
 * once more whenever an address may have become free.
 */
final class WithheldEmails {
  private static final Logger LOG = LoggerFactory.getLogger(WithheldEmails.class);
  private static final String PREFIX = "withheld-email:";

  private final CheckpointStore checkpoints;
  private final Function<String, CompletionStage<Boolean>> replicate;

  /** Those that this process found; the record has all. At most as many as the source has users. */
  private final Set<String> found = ConcurrentHashMap.newKeySet();

  private final Set<String> named = ConcurrentHashMap.newKeySet();

  /**
   * @param replicate brings one user to what the source has now
   */
  WithheldEmails(
      CheckpointStore checkpoints, Function<String, CompletionStage<Boolean>> replicate) {
    this.checkpoints = checkpoints;
    this.replicate = replicate;
  }

  CompletionStage<Void> withhold(String uid, String why) {
    if (named.add(uid)) {
      LOG.warn(
          "user {}: replicated without its e-mail address, which follows once it can: {}",
          uid,
          why);
    }
    found.add(uid);
    return checkpoints.save(Change.of(new Change.Fact(PREFIX + uid, why)));
  }

  /** One that has its address, or is to have none. */
  CompletionStage<Void> given(String uid) {
    found.remove(uid);
    named.remove(uid);
    return checkpoints.save(Change.of(new Change.FactRemoved(PREFIX + uid)));
  }

  /** A user gave its address up; nobody waits for what follows from that. */
  void released() {
    if (!found.isEmpty()) {
      retry();
    }
  }

  /** Tries all that are recorded, one after the other. */
  CompletionStage<Void> retry() {
    return checkpoints
        .facts()
        .thenCompose(
            facts -> {
              CompletionStage<Void> done = CompletableFuture.completedFuture(null);
              for (String fact : facts.keySet()) {
                if (fact.startsWith(PREFIX)) {
                  String uid = fact.substring(PREFIX.length());
                  done = done.thenCompose(before -> retry(uid));
                }
              }
              return done;
            })
        .exceptionally(
            failure -> {
              LOG.warn(
                  "e-mail addresses that users are to get could not be given; tried again: {}",
                  GatewayException.unwrap(failure).getMessage());
              return null;
            });
  }

  /** One that no longer is to have the address, or is gone, is not found again. */
  private CompletionStage<Void> retry(String uid) {
    found.remove(uid);
    return replicate
        .apply(uid)
        .thenCompose(
            applied -> found.contains(uid) ? CompletableFuture.completedFuture(null) : given(uid));
  }
}
