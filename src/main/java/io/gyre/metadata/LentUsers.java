package io.gyre.metadata;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.copy.KeyedSerializer;
import io.gyre.copy.ObjectCopier.Delay;
import io.gyre.failure.GatewayException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The destination's users that may write for a while although the source says otherwise, because
 * objects in their names are being written.
 *
 * <p>A loan is durable before the user is changed, so that no crash leaves a suspended user able to
 * work. While it lasts, users are replicated as {@link UserPlan#lent}; so to lend, and to take
 * back, is to replicate the user once more.
 */
final class LentUsers {
  private static final Logger LOG = LoggerFactory.getLogger(LentUsers.class);

  /** A loan ends when it has not been used for this long, or for twice this at most. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  private static final String PREFIX = "lent-owner:";

  private final CheckpointStore checkpoints;
  private final Function<String, CompletionStage<Boolean>> replicate;
  private final Function<String, CompletionStage<Void>> restore;
  private final Delay delay;
  private final KeyedSerializer<String> perUser = new KeyedSerializer<>();
  private final ConcurrentHashMap<String, Loan> loans = new ConcurrentHashMap<>();

  /** How much one user's loan is used. */
  private static final class Loan {
    private int underWay;
    private boolean used = true;

    synchronized void begin() {
      underWay++;
    }

    synchronized void end() {
      underWay--;
      used = true;
    }

    synchronized void use() {
      used = true;
    }

    /** Whether nothing has happened since the last look. */
    synchronized boolean rested() {
      boolean rested = underWay == 0 && !used;
      used = false;
      return rested;
    }
  }

  /**
   * @param replicate brings one user to what the source has now; {@link #has} is asked by it
   * @param restore lets one user do what the source says again, also where rules that came later
   *     leave it out
   */
  LentUsers(
      CheckpointStore checkpoints,
      Function<String, CompletionStage<Boolean>> replicate,
      Function<String, CompletionStage<Void>> restore,
      Delay delay) {
    this.checkpoints = checkpoints;
    this.replicate = replicate;
    this.restore = restore;
    this.delay = delay;
  }

  static boolean isLent(Map<String, String> facts, String uid) {
    return facts.containsKey(PREFIX + uid);
  }

  boolean has(String uid) {
    return loans.containsKey(uid);
  }

  /** Runs something about a user while nothing is lent to it or taken back. */
  <T> CompletionStage<T> inTurn(String uid, Supplier<? extends CompletionStage<T>> operation) {
    return perUser.run(uid, operation);
  }

  /** Runs a write in a user's name; what is lent to it stays lent until that has ended. */
  <T> CompletionStage<T> write(String uid, Supplier<? extends CompletionStage<T>> write) {
    Loan loan = loans.get(uid);
    if (loan == null) {
      return write.get();
    }
    loan.begin();
    try {
      return write.get().whenComplete((done, failure) -> loan.end());
    } catch (RuntimeException failure) {
      loan.end();
      return CompletableFuture.failedFuture(failure);
    }
  }

  /** A write is about to begin, or to begin again; it is waited for. */
  void use(String uid) {
    Loan loan = loans.get(uid);
    if (loan != null) {
      loan.use();
    }
  }

  /** Lets a user write. To be called {@link #inTurn}. */
  CompletionStage<Void> lend(String uid) {
    return checkpoints
        .save(Change.of(new Change.Fact(PREFIX + uid, "may write for a while")))
        .thenCompose(
            saved -> {
              LOG.info(
                  "user {}: is let write at the destination until objects in its name are copied",
                  uid);
              Loan loan = new Loan();
              loans.put(uid, loan);
              watch(uid, loan);
              return replicate.apply(uid);
            })
        .thenAccept(lent -> {});
  }

  private void watch(String uid, Loan loan) {
    delay
        .after(PAUSE)
        .thenCompose(
            passed ->
                inTurn(
                    uid,
                    () ->
                        loans.get(uid) == loan && loan.rested()
                            ? takeBack(uid)
                            : CompletableFuture.completedFuture(null)))
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                warn(uid, failure);
              }
              if (loans.get(uid) == loan) {
                watch(uid, loan);
              }
            });
  }

  /** Gives the user what the source says again; a loan that cannot be ended goes on. */
  private CompletionStage<Void> takeBack(String uid) {
    Loan loan = loans.remove(uid);
    return restore
        .apply(uid)
        .thenCompose(restored -> checkpoints.save(Change.of(new Change.FactRemoved(PREFIX + uid))))
        .whenComplete(
            (done, failure) -> {
              if (failure != null && loan != null) {
                loans.put(uid, loan);
              }
            });
  }

  /** Ends all loans; those that cannot be ended now are at the next start. */
  CompletionStage<Void> settle() {
    return CompletableFuture.allOf(
        loans.keySet().stream()
            .map(uid -> inTurn(uid, () -> takeBack(uid)).toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  /** Begins to end the loans that an earlier run left; does not wait for it. */
  CompletionStage<Void> resume() {
    return checkpoints
        .facts()
        .thenAccept(facts -> left(List.copyOf(facts.keySet())).forEach(this::takeBackLeft));
  }

  private static List<String> left(List<String> facts) {
    return facts.stream()
        .filter(name -> name.startsWith(PREFIX))
        .map(name -> name.substring(PREFIX.length()))
        .toList();
  }

  private void takeBackLeft(String uid) {
    inTurn(uid, () -> has(uid) ? CompletableFuture.<Void>completedFuture(null) : takeBack(uid))
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                warn(uid, failure);
              }
            });
  }

  private static void warn(String uid, Throwable failure) {
    LOG.warn(
        "user {}: can still write at the destination, although the source says otherwise; tried"
            + " again: {}",
        uid,
        GatewayException.unwrap(failure).getMessage());
  }
}
