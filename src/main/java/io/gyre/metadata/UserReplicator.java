package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.copy.KeyedSerializer;
import io.gyre.failure.GatewayException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings users over, one at a time each. A user of the destination that Gyre neither made nor was
 * told to adopt is left alone and named; so is the user whose keys Gyre itself uses there.
 */
final class UserReplicator {
  private static final Logger LOG = LoggerFactory.getLogger(UserReplicator.class);
  private static final String SECTION = "user";
  private static final int CONFLICT = 409;

  private final MetadataStore source;
  private final MetadataStore destination;
  private final CheckpointStore checkpoints;
  private final ZoneFacts destinationFacts;
  private final Selection selection;
  private final KeyedSerializer<String> perUser = new KeyedSerializer<>();

  UserReplicator(
      MetadataStore source,
      MetadataStore destination,
      CheckpointStore checkpoints,
      ZoneFacts destinationFacts,
      Selection selection) {
    this.source = source;
    this.destination = destination;
    this.checkpoints = checkpoints;
    this.destinationFacts = destinationFacts;
    this.selection = selection;
  }

  /** Brings one user to what the source has now. */
  CompletionStage<Void> apply(String uid) {
    if (!selection.users() || uid.isEmpty()) {
      return done();
    }
    return perUser.run(
        uid,
        () ->
            destination
                .ourselves()
                .thenCompose(ourselves -> uid.equals(ourselves) ? done() : bring(uid)));
  }

  private CompletionStage<Void> bring(String uid) {
    return source
        .get(SECTION, uid)
        .thenCompose(user -> user.isEmpty() ? remove(uid) : write(uid, user.get()));
  }

  private CompletionStage<Void> remove(String uid) {
    return checkpoints
        .ownsUser(uid)
        .thenCompose(ours -> ours ? destination.remove(SECTION, uid) : done())
        .thenCompose(removed -> checkpoints.save(Change.of(new Change.UserForgotten(uid))));
  }

  private CompletionStage<Void> write(String uid, JsonNode user) {
    JsonNode wanted = UserPlan.atDestination(user, destinationFacts.placements());
    return destination
        .get(SECTION, uid)
        .thenCombine(checkpoints.ownsUser(uid), (there, ours) -> write(uid, wanted, there, ours))
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Void> write(
      String uid, JsonNode wanted, Optional<JsonNode> there, boolean ours) {
    if (there.isPresent() && !ours && !selection.adoptUser().test(uid)) {
      LOG.warn(
          "user {}: the destination has a user of this name that is not ours; it is left alone (take"
              + " it over with adopt: [\"user:{}\"])",
          uid,
          uid);
      return checkpoints.save(
          Change.of(new Change.UserRefused(uid, "the destination has one of this name, not ours")));
    }
    if (there.isPresent() && UserPlan.isCurrent(wanted, there.get())) {
      return ours ? done() : own(uid);
    }
    return (ours ? done() : own(uid)).thenCompose(owned -> put(uid, wanted));
  }

  private CompletionStage<Void> own(String uid) {
    return checkpoints.save(Change.of(new Change.UserOwned(uid)));
  }

  private CompletionStage<Void> put(String uid, JsonNode wanted) {
    return destination
        .put(SECTION, uid, wanted)
        .handle(
            (written, failure) -> {
              if (failure == null) {
                return done();
              }
              Throwable cause = GatewayException.unwrap(failure);
              return cause instanceof GatewayException known && known.status() == CONFLICT
                  ? refuseKey(uid)
                  : CompletableFuture.<Void>failedFuture(cause);
            })
        .thenCompose(stage -> stage);
  }

  /** The gateway has stored nothing then. */
  private CompletionStage<Void> refuseKey(String uid) {
    LOG.warn(
        "user {}: one of its access keys belongs to another user of the destination; the user is not"
            + " replicated until one of them gets another key",
        uid);
    return checkpoints.save(
        Change.of(new Change.UserRefused(uid, "an access key belongs to another user there")));
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }
}
