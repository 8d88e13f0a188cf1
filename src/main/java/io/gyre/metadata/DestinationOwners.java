package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.copy.ObjectOwners;
import io.gyre.map.OwnerMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The owners of objects among the users of a gateway.
 *
 * <p>A gateway (16.2, run live) writes an object in no other way in a user's name than as that
 * user: it refuses a suspended one (403 UserSuspended), one whose op_mask lacks write, for a delete
 * marker delete (403 AccessDenied), and one that it does not know (the same); and the owner of an
 * object cannot be changed afterwards. So a user of ours that may not write is let write for a
 * while ({@link LentUsers}), and a configured user stands in for one that is missing.
 */
public final class DestinationOwners implements ObjectOwners, DestinationUsers {
  private static final String USER = "user";

  /** Owns the delete markers of requests without credentials; no user can have this name. */
  private static final String ANONYMOUS = "anonymous";

  private final MetadataStore destination;
  private final CheckpointStore checkpoints;
  private final Optional<String> fallback;
  private final UserReplicator users;
  private final OwnerMap map;
  private final LentUsers lent;

  /** Users found missing. At most as many as the source had; forgotten at every sweep. */
  private final Set<String> missing = ConcurrentHashMap.newKeySet();

  /**
   * @param fallback uid that stands in for owners that the destination lacks
   */
  public DestinationOwners(
      MetadataStore source,
      MetadataStore destination,
      CheckpointStore checkpoints,
      ZoneFacts destinationFacts,
      Selection selection,
      Optional<String> fallback,
      Patience patience) {
    this.destination = new SettledMetadata(destination, patience);
    this.checkpoints = checkpoints;
    this.fallback = fallback;
    this.map = selection.map().owners();
    this.lent = new LentUsers(checkpoints, this::replicate, this::restore, patience.delay());
    this.users =
        new UserReplicator(
            source,
            this.destination,
            checkpoints,
            destinationFacts,
            selection,
            lent::has,
            patience);
  }

  /** Whether the facts of a route say that a user may write for a while. */
  public static boolean isLent(Map<String, String> facts, String uid) {
    return LentUsers.isLent(facts, uid);
  }

  private CompletionStage<Boolean> replicate(String uid) {
    return users.apply(uid);
  }

  private CompletionStage<Void> restore(String uid) {
    return users.restore(uid);
  }

  /** Who is replicated may be there from now on. */
  @Override
  public CompletionStage<Void> apply(String uid) {
    return users.apply(uid).thenAccept(applied -> missing.remove(uid));
  }

  @Override
  public CompletionStage<Void> lookAgain(String uid) {
    return users.lookAgain(uid).thenRun(() -> missing.remove(uid));
  }

  @Override
  public CompletionStage<String> ownerless(String uid) {
    return map.leavesOut(uid) ? absent(uid, map.of(uid)) : users.ownerless(uid);
  }

  private CompletionStage<String> absent(String uid, String there) {
    return destination
        .get(USER, there)
        .thenApply(
            user ->
                user.isPresent()
                    ? ""
                    : "its owner "
                        + uid
                        + " is "
                        + there
                        + " at the destination (map.owners), who is not there; create that user"
                        + " there");
  }

  @Override
  public CompletionStage<Void> retryParts() {
    return users.retryParts();
  }

  /** Begins to end what an earlier run left lent. */
  @Override
  public CompletionStage<Void> resume() {
    missing.clear();
    return lent.resume();
  }

  /** Completes once every user is again as the source says. */
  public CompletionStage<Void> settle() {
    return lent.settle();
  }

  @Override
  public String writerFor(String owner) {
    return isNobody(owner) || missing.contains(owner) ? fallback.orElse(owner) : owner;
  }

  private static boolean isNobody(String owner) {
    return owner.isEmpty() || owner.equals(ANONYMOUS);
  }

  @Override
  public boolean standsIn(String uid) {
    return fallback.filter(uid::equals).isPresent();
  }

  @Override
  public <T> CompletionStage<T> write(String writer, Supplier<? extends CompletionStage<T>> write) {
    return lent.write(writer, write);
  }

  /** The user is replicated first: its own log entry may be on its way only. */
  @Override
  public CompletionStage<Standing> refused(String writer) {
    return isNobody(writer)
        ? CompletableFuture.completedFuture(Standing.MISSING)
        : lent.inTurn(
            writer,
            () ->
                users
                    .apply(writer)
                    .thenCompose(applied -> destination.get(USER, writer))
                    .thenCompose(found -> helped(writer, found)));
  }

  private CompletionStage<Standing> helped(String uid, Optional<JsonNode> user) {
    Standing standing = UserStanding.of(user);
    return switch (standing) {
      case ABLE -> {
        lent.use(uid);
        yield CompletableFuture.completedFuture(standing);
      }
      case MISSING -> CompletableFuture.completedFuture(replaced(uid));
      case SUSPENDED, MASKED ->
          checkpoints
              .ownsUser(uid)
              .thenCompose(
                  ours ->
                      ours && users.replicates(uid)
                          ? lent.lend(uid).thenApply(can -> Standing.ABLE)
                          : CompletableFuture.completedFuture(standing));
    };
  }

  private Standing replaced(String uid) {
    if (fallback.isEmpty() || standsIn(uid)) {
      return Standing.MISSING;
    }
    missing.add(uid);
    return Standing.ABLE;
  }
}
