package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.checkpoint.Shortfall;
import io.gyre.copy.KeyedSerializer;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings users over, one at a time each. A user of the destination that Gyre neither made nor was
 * told to adopt is left alone and named; so is the user whose keys Gyre itself uses there.
 */
final class UserReplicator {
  private static final Logger LOG = LoggerFactory.getLogger(UserReplicator.class);
  private static final String SECTION = "user";
  private static final String EMAIL = "user e-mail";
  private static final String KEYS = "user access key";
  private static final int CONFLICT = 409;

  private final MetadataStore source;
  private final MetadataStore destination;
  private final CheckpointStore checkpoints;
  private final ZoneFacts destinationFacts;
  private final Selection selection;
  private final Predicate<String> lent;
  private final Patience patience;
  private final Shortfalls emails;
  private final Shortfalls keys;

  /**
   * Those that are refused, and the reason that this process has told of; at most as many as the
   * source has.
   */
  private final Map<String, String> refused = new ConcurrentHashMap<>();

  private final KeyedSerializer<String> perUser = new KeyedSerializer<>();

  /**
   * @param lent users that may write for a while although the source says otherwise
   */
  UserReplicator(
      MetadataStore source,
      MetadataStore destination,
      CheckpointStore checkpoints,
      ZoneFacts destinationFacts,
      Selection selection,
      Predicate<String> lent,
      Patience patience) {
    this.source = source;
    this.destination = destination;
    this.checkpoints = checkpoints;
    this.destinationFacts = destinationFacts;
    this.selection = selection;
    this.lent = lent;
    this.patience = patience;
    this.emails = new Shortfalls(checkpoints, EMAIL, this::apply);
    this.keys = new Shortfalls(checkpoints, KEYS, this::apply);
  }

  /**
   * Brings one user to what the source has now.
   *
   * @return false when the destination has another user of that name, who is not ours
   */
  CompletionStage<Boolean> apply(String uid) {
    if (!replicates(uid)) {
      return CompletableFuture.completedFuture(true);
    }
    return perUser.run(
        uid,
        () ->
            destination
                .ourselves()
                .thenCompose(
                    ourselves ->
                        uid.equals(ourselves)
                            ? CompletableFuture.completedFuture(true)
                            : bring(uid)));
  }

  /** One for whom another user stands there is that one, and stays as it is. */
  boolean replicates(String uid) {
    return selection.users() && !uid.isEmpty() && !selection.map().owners().leavesOut(uid);
  }

  /**
   * Ends that a user may write although the source says otherwise. Of one that is ours and is left
   * out by now nothing else changes.
   */
  CompletionStage<Void> restore(String uid) {
    return replicates(uid)
        ? apply(uid).thenAccept(applied -> {})
        : perUser.run(
            uid,
            () -> checkpoints.ownsUser(uid).thenCompose(ours -> ours ? takeBack(uid) : done()));
  }

  private CompletionStage<Void> takeBack(String uid) {
    return source
        .get(SECTION, uid)
        .thenCombine(
            destination.get(SECTION, uid),
            (user, there) ->
                there
                    .map(lent -> destination.put(SECTION, uid, UserPlan.restored(lent, user)))
                    .orElseGet(UserReplicator::done))
        .thenCompose(written -> written);
  }

  /**
   * Brings the owner of a bucket over. The gateway takes buckets of owners that it does not have,
   * without a word; nobody could use them.
   *
   * @return why it cannot own buckets at the destination; empty when it can
   */
  CompletionStage<String> ownerless(String uid) {
    if (replicates(uid) || uid.isEmpty()) {
      return apply(uid).thenApply(there -> there ? "" : isSomebodyElse(uid));
    }
    return destination
        .get(SECTION, uid)
        .thenApply(
            there ->
                there.isPresent()
                    ? ""
                    : "its owner "
                        + uid
                        + " is not at the destination, and users are not replicated (select.users:"
                        + " false); create it there");
  }

  private static String isSomebodyElse(String uid) {
    return "its owner "
        + uid
        + " is not replicated, because its name or an access key of it is another user's at the"
        + " destination (adopt: [\"user:"
        + uid
        + "\"] takes over the name)";
  }

  private CompletionStage<Boolean> bring(String uid) {
    return source
        .get(SECTION, uid)
        .thenCompose(
            user ->
                user.isPresent()
                    ? write(uid, user.get())
                    : checkpoints
                        .ownsUser(uid)
                        .thenCompose(ours -> ours ? missing(uid) : forget(uid)));
  }

  /**
   * Looked at twice: with a user that is only being repaired, its list of buckets would be lost.
   */
  private CompletionStage<Boolean> missing(String uid) {
    return patience
        .pause(RemovalProof.PAUSE)
        .thenCompose(passed -> source.get(SECTION, uid))
        .thenCompose(
            user ->
                user.isPresent()
                    ? write(uid, user.get())
                    : source
                        .confirmZone()
                        .thenCompose(confirmed -> destination.remove(SECTION, uid))
                        .thenCompose(removed -> forget(uid)));
  }

  private CompletionStage<Boolean> forget(String uid) {
    refused.remove(uid);
    return checkpoints
        .save(Change.of(new Change.UserForgotten(uid)))
        .thenRun(emails::released)
        .thenApply(released -> true);
  }

  /** Gives what belonged to others before, addresses and keys, to those who are to have it. */
  CompletionStage<Void> retryParts() {
    return keys.retry().thenCompose(retried -> emails.retry());
  }

  /** Looks again at one who was refused, maybe by an earlier process that replicated users. */
  CompletionStage<Void> lookAgain(String uid) {
    if (!replicates(uid)) {
      return checkpoints.save(Change.of(new Change.UserForgotten(uid)));
    }
    refused.putIfAbsent(uid, "");
    return apply(uid).thenAccept(applied -> {});
  }

  private CompletionStage<Boolean> write(String uid, JsonNode user) {
    JsonNode plan = UserPlan.atDestination(user, destinationFacts.placements());
    JsonNode wanted = lent.test(uid) ? UserPlan.lent(plan) : plan;
    return destination
        .get(SECTION, uid)
        .thenCombine(checkpoints.ownsUser(uid), (there, ours) -> write(uid, wanted, there, ours))
        .thenCompose(stage -> stage)
        .thenCompose(taken -> taken ? taken(uid) : CompletableFuture.completedFuture(false));
  }

  private CompletionStage<Boolean> taken(String uid) {
    if (refused.remove(uid) == null) {
      return CompletableFuture.completedFuture(true);
    }
    LOG.info("user {}: what stood in the way is gone; replicated", uid);
    return checkpoints.save(Change.of(Shortfall.mended(SECTION, uid))).thenApply(settled -> true);
  }

  /** One who is there and equal counts as ours: nothing of theirs changes by that. */
  private CompletionStage<Boolean> write(
      String uid, JsonNode wanted, Optional<JsonNode> there, boolean ours) {
    if (there.isPresent() && UserPlan.isCurrent(wanted, there.get())) {
      return (ours ? done() : own(uid)).thenApply(owned -> true);
    }
    if (there.isPresent() && !ours && !selection.adoptUser().test(uid)) {
      return refuse(
          uid,
          "the destination has another user of this name, who is not ours (take it over with adopt:"
              + " [\"user:"
              + uid
              + "\"])");
    }
    return ours ? put(uid, wanted, there) : makeOurs(uid, wanted, there);
  }

  private CompletionStage<Void> own(String uid) {
    return checkpoints.save(Change.of(new Change.UserOwned(uid)));
  }

  /** No log names one again who was refused: until it is {@link #taken} that has to be durable. */
  private CompletionStage<Boolean> makeOurs(String uid, JsonNode wanted, Optional<JsonNode> there) {
    if (!refused.containsKey(uid)) {
      return own(uid).thenCompose(owned -> put(uid, wanted, there));
    }
    Shortfall due = new Shortfall(SECTION, uid, "was refused, and is about to be written");
    return checkpoints
        .save(Change.of(new Change.UserOwned(uid), due.found()))
        .thenCompose(owned -> put(uid, wanted, there));
  }

  /** Its e-mail address comes last, by a request that does not take it away from somebody. */
  private CompletionStage<Boolean> put(String uid, JsonNode wanted, Optional<JsonNode> there) {
    JsonNode first = UserPlan.withoutNewEmail(wanted, there);
    boolean stored = there.filter(user -> UserPlan.isCurrent(first, user)).isPresent();
    return (stored ? CompletableFuture.completedFuture(true) : store(uid, first, there.isPresent()))
        .thenCompose(
            put ->
                put
                    ? giveEmail(uid, wanted, there).thenApply(given -> true)
                    : CompletableFuture.completedFuture(false));
  }

  private CompletionStage<Void> giveEmail(String uid, JsonNode wanted, Optional<JsonNode> there) {
    String email = UserPlan.email(wanted);
    String before = there.map(UserPlan::email).orElse("");
    if (email.equalsIgnoreCase(before)) {
      return done();
    }
    CompletionStage<Void> given = email.isEmpty() ? done() : giveEmail(uid, email);
    return before.isEmpty() ? given : given.thenRun(emails::released);
  }

  /** An address that the gateway will never take must not hold up the user and its buckets. */
  private CompletionStage<Void> giveEmail(String uid, String email) {
    return destination
        .giveEmail(uid, email)
        .thenApply(
            given ->
                given
                    ? ""
                    : "not given, because another user of the destination has it ('radosgw-admin"
                        + " user info --email="
                        + email
                        + "' names that one)")
        .exceptionallyCompose(
            failure ->
                GatewayException.classOf(failure) == FailureClass.INVALID
                    ? CompletableFuture.completedFuture(
                        "refused by the destination: "
                            + GatewayException.unwrap(failure).getMessage())
                    : CompletableFuture.failedFuture(failure))
        .thenCompose(why -> why.isEmpty() ? emails.mended(uid) : emails.found(uid, why));
  }

  /**
   * The gateway stores nothing of a user one of whose keys belongs to another one. One of ours who
   * is there already stays ours, as it was.
   */
  private CompletionStage<Boolean> store(String uid, JsonNode user, boolean isThere) {
    return destination
        .put(SECTION, uid, user)
        .handle(
            (written, failure) -> {
              if (failure == null) {
                return keys.noLonger(uid).thenApply(cleared -> true);
              }
              Throwable cause = GatewayException.unwrap(failure);
              return cause instanceof GatewayException known && known.status() == CONFLICT
                  ? ForeignKey.of(uid, user, destination)
                      .thenApply(ForeignKey::reason)
                      .thenCompose(
                          why ->
                              isThere
                                  ? keys.found(uid, why).thenApply(recorded -> true)
                                  : refuse(uid, why))
                  : CompletableFuture.<Boolean>failedFuture(cause);
            })
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Boolean> refuse(String uid, String reason) {
    if (!reason.equals(refused.put(uid, reason))) {
      LOG.warn("user {}: not replicated: {}; looked at again from time to time", uid, reason);
    }
    return checkpoints
        .save(Change.of(new Change.UserRefused(uid, reason)))
        .thenApply(recorded -> false);
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }
}
