package io.gyre.copy;

import io.gyre.copy.DestinationVersioning.Journal;
import io.gyre.copy.DestinationVersioning.Need;
import io.gyre.copy.DestinationVersioning.Settling;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.Versioning;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The versioning state of one bucket of the destination, and who may write in it now.
 *
 * <p>What the present state serves runs side by side, but for listings and writes of null versions,
 * which take turns. What needs the other state, or turn, waits until so many have run, or none is
 * left, and until those under way have ended; then the bucket is switched, or the turn is over.
 * When nothing runs or waits any more, it gets its final state.
 *
 * <p>A write whose answer never came may still be made, and then as the bucket's state has it. So
 * for a while it counts as under way; what the present state serves goes on meanwhile.
 */
final class VersioningGate {
  /** How many of one kind may begin while the other kind waits. */
  private static final int BATCH = 256;

  private final BucketName bucket;
  private final boolean shared;

  /** Buckets of the source that are in it; at most as many as that has. */
  private final Set<BucketName> members = new HashSet<>();

  private final ObjectStore store;
  private final Journal journal;
  private final Executor executor;
  private final Settling unanswered;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final List<CompletableFuture<Void>> settling = new ArrayList<>();
  private Optional<Versioning> state = Optional.empty();
  private Optional<Versioning> wanted = Optional.empty();
  private boolean switching;
  private boolean unsettled;
  private Need turn = VersionRequest.WRITE_NULL;
  private int running;

  /** Writes without an answer that may still be made. */
  private int pending;

  private int batch;

  /** Others have waited for such a write to its end: nothing more begins before they do. */
  private boolean overdue;

  private record Waiting(Need need, Runnable start, CompletableFuture<?> result) {}

  /**
   * @param bucket one of the source's that are in it
   * @param shared whether others may be in it, for which it never begins to keep versions unasked
   */
  VersioningGate(
      BucketName bucket,
      boolean shared,
      ObjectStore store,
      Journal journal,
      Executor executor,
      Settling unanswered) {
    this.bucket = bucket;
    this.shared = shared;
    this.store = store;
    this.journal = journal;
    this.executor = executor;
    this.unanswered = unanswered;
  }

  synchronized void isFor(BucketName member) {
    members.add(member);
  }

  /** Whether nobody is in it any more once one has left. */
  synchronized boolean isFreeWithout(BucketName member) {
    members.remove(member);
    return members.isEmpty();
  }

  void wants(Versioning finalState) {
    synchronized (this) {
      if (wanted.filter(finalState::equals).isPresent()) {
        return;
      }
      wanted = Optional.of(finalState);
      if (state.isEmpty() && finalState == Versioning.NEVER) {
        state = wanted;
      }
    }
    proceed();
  }

  /** Begins in a state that is not known, and not the final one. */
  void resume(Versioning finalState) {
    synchronized (this) {
      unsettled = true;
      if (wanted.isEmpty()) {
        wanted = Optional.of(finalState);
      }
    }
    proceed();
  }

  synchronized boolean everEnabled() {
    return state.filter(Versioning::everEnabled).isPresent()
        || wanted.filter(Versioning::everEnabled).isPresent();
  }

  <T> CompletionStage<T> run(Need need, Supplier<? extends CompletionStage<T>> write) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Waiting mine = new Waiting(need, () -> start(write, result), result);
    synchronized (this) {
      if (shared && neverEnabled() && !need.servedIn(Versioning.NEVER)) {
        return CompletableFuture.failedFuture(unasked());
      }
      waiting.add(mine);
    }
    for (Runnable next : next()) {
      if (next == mine.start) {
        next.run(); // at once: it need not wait for another turn of the executor
      } else {
        executor.execute(next);
      }
    }
    return result;
  }

  private boolean neverEnabled() {
    return wanted.filter(Versioning.NEVER::equals).isPresent()
        && state.filter(Versioning.NEVER::equals).isPresent();
  }

  /** Removals of the others would make delete markers. */
  private GatewayException unasked() {
    return new GatewayException(
        FailureClass.INVALID,
        BucketVersioning.CONFLICT,
        "InvalidBucketState",
        "other buckets may be in the same one of the destination, which keeps no versions; a version"
            + " is written once the source says that all of them keep versions",
        null);
  }

  CompletionStage<Void> settle() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    synchronized (this) {
      settling.add(done);
    }
    proceed();
    return done;
  }

  private <T> void start(
      Supplier<? extends CompletionStage<T>> write, CompletableFuture<T> result) {
    CompletionStage<T> under;
    try {
      under = write.get();
    } catch (RuntimeException failure) {
      under = CompletableFuture.failedFuture(failure);
    }
    under.whenComplete(
        (value, failure) -> {
          boolean unknown =
              failure != null && GatewayException.classOf(failure) == FailureClass.UNKNOWN_OUTCOME;
          synchronized (this) {
            running--;
            pending += unknown ? 1 : 0;
          }
          if (failure == null) {
            result.complete(value);
          } else {
            result.completeExceptionally(failure);
          }
          proceed();
          if (unknown) {
            unanswered.settled().whenComplete((done, cut) -> unansweredSettled());
          }
        });
  }

  private void unansweredSettled() {
    synchronized (this) {
      pending--;
      overdue |= state.filter(this::othersWait).isPresent();
    }
    proceed();
  }

  private void proceed() {
    next().forEach(executor::execute);
  }

  /** What is to be done now, outside the lock. */
  private synchronized List<Runnable> next() {
    List<Runnable> next = new ArrayList<>();
    if (switching) {
      return next;
    }
    if (state.isEmpty()) {
      if (!waiting.isEmpty() || wanted.isPresent()) {
        switching = true;
        next.add(this::load);
      } else {
        next.addAll(allSettled());
      }
      return next;
    }
    admit(state.get(), next);
    boolean quiet = running == 0 && pending == 0;
    if (quiet && !waiting.isEmpty() && takesTurn(state.get())) {
      admit(state.get(), next);
    }
    if (running == 0) {
      switchOrRest(state.get(), next);
    }
    return next;
  }

  private void admit(Versioning now, List<Runnable> next) {
    boolean othersWait = othersWait(now);
    var each = waiting.iterator();
    while (each.hasNext() && (!othersWait || mayGoOn())) {
      Waiting candidate = each.next();
      if (admits(candidate.need, now)) {
        each.remove();
        running++;
        batch++;
        next.add(candidate.start);
      }
    }
  }

  private boolean othersWait(Versioning now) {
    for (Waiting each : waiting) {
      if (!admits(each.need, now)) {
        return true;
      }
    }
    return false;
  }

  /** Whether more may begin while others wait: these could not begin yet in any case. */
  private boolean mayGoOn() {
    return !overdue && (batch < BATCH || pending > 0);
  }

  private boolean admits(Need need, Versioning now) {
    return need.servedIn(now) && !(need.excludes(turn) && turn.servedIn(now));
  }

  /** Begins the turn of the first that waits, if this state serves it. */
  private boolean takesTurn(Versioning now) {
    Optional<Need> other =
        waiting.stream().map(each -> each.need).filter(need -> !admits(need, now)).findFirst();
    boolean served = other.filter(need -> need.servedIn(now)).isPresent();
    if (served) {
      turn = other.get();
      batch = 0;
      overdue = false;
    }
    return served;
  }

  private void switchOrRest(Versioning now, List<Runnable> next) {
    Optional<Waiting> other = waiting.stream().filter(each -> !each.need.servedIn(now)).findFirst();
    Optional<Versioning> last = wanted.filter(target -> target != now && target.everEnabled());
    if (pending > 0 && (other.isPresent() || last.isPresent())) {
      return;
    }
    if (other.isPresent()) {
      switching = true;
      turn = other.get().need.writesNull() ? VersionRequest.WRITE_NULL : Need.LOOK;
      Versioning target = other.get().need.stateFor(now);
      next.add(() -> leaveFor(target));
    } else if (last.isPresent()) {
      switching = true;
      Versioning target = last.get();
      next.add(() -> change(target));
    } else if (unsettled) {
      switching = true;
      next.add(this::recordSettled);
    } else {
      next.addAll(allSettled());
    }
  }

  private List<Runnable> allSettled() {
    List<Runnable> done = new ArrayList<>();
    settling.forEach(each -> done.add(() -> each.complete(null)));
    settling.clear();
    return done;
  }

  private void load() {
    store
        .versioning(bucket)
        .whenComplete((found, failure) -> switched(Optional.ofNullable(found), failure));
  }

  /** What must not be left as it will be is durable first. */
  private void leaveFor(Versioning target) {
    Optional<Versioning> finalState;
    synchronized (this) {
      finalState = wanted.filter(state -> state != target && !unsettled);
    }
    finalState
        .map(
            state ->
                journal
                    .unsettled(bucket, state)
                    .thenRun(
                        () -> {
                          synchronized (this) {
                            unsettled = true;
                          }
                        }))
        .orElseGet(() -> CompletableFuture.completedFuture(null))
        .thenCompose(recorded -> store.setVersioning(bucket, target))
        .whenComplete((done, failure) -> switched(Optional.of(target), failure));
  }

  private void change(Versioning target) {
    store
        .setVersioning(bucket, target)
        .whenComplete((done, failure) -> switched(Optional.of(target), failure));
  }

  private void recordSettled() {
    journal
        .settled(bucket)
        .whenComplete(
            (done, failure) -> {
              synchronized (this) {
                unsettled = failure != null;
              }
              switched(state, failure);
            });
  }

  /** After a failure the state is not known; all who wait get it, and try again in their time. */
  private void switched(Optional<Versioning> reached, @Nullable Throwable failure) {
    List<CompletableFuture<?>> failed = new ArrayList<>();
    synchronized (this) {
      switching = false;
      batch = 0;
      overdue = false;
      state = failure == null ? reached : Optional.empty();
      if (failure != null) {
        waiting.forEach(each -> failed.add(each.result));
        waiting.clear();
        failed.addAll(settling);
        settling.clear();
      }
    }
    if (failure == null) {
      proceed();
    } else {
      failed.forEach(each -> each.completeExceptionally(failure));
    }
  }
}
