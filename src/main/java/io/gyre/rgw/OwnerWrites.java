package io.gyre.rgw;

import io.gyre.copy.ObjectOwners;
import io.gyre.copy.ObjectOwners.Standing;
import io.gyre.copy.ObjectVersion;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.map.OwnerMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Writes in the names of their owners.
 *
 * <p>What is repeated after a refusal is the whole copy, from the source's GET on: the bytes of a
 * stream are gone by then, and the second one is worth that only where the first was refused.
 */
final class OwnerWrites {
  private final ObjectOwners owners;
  private final OwnerMap map;

  OwnerWrites(ObjectOwners owners, OwnerMap map) {
    this.owners = owners;
    this.map = map;
  }

  /** The source's policy, of the users who stand here for those there. */
  AccessPolicy here(AccessPolicy source) {
    return map.isEmpty() ? source : source.ofUsers(map::of);
  }

  OwnerMap map() {
    return map;
  }

  String writerFor(String owner) {
    return owners.writerFor(owner);
  }

  boolean standsIn(String uid) {
    return owners.standsIn(uid);
  }

  /** One write; fails with {@link OwnerRefused} when it is the owner that the gateway refuses. */
  <T> CompletionStage<T> as(
      String writer, ObjectVersion version, Supplier<? extends CompletionStage<T>> write) {
    if (writer.isEmpty()) {
      // The gateway would write it as ours, without a word.
      return CompletableFuture.failedFuture(
          new OwnerRefused(
              "",
              new GatewayException(
                  FailureClass.DENIED, version + " has no owner at the source", null)));
    }
    return owners
        .write(writer, write)
        .exceptionallyCompose(
            failure -> CompletableFuture.failedFuture(Refusals.ofOwner(failure, writer)));
  }

  /**
   * Runs what writes a version by {@link #as}; once more where that was refused and may succeed
   * now.
   */
  <T> CompletionStage<T> run(
      ObjectVersion version, Supplier<? extends CompletionStage<T>> attempt) {
    return attempt
        .get()
        .exceptionallyCompose(
            failure ->
                GatewayException.unwrap(failure) instanceof OwnerRefused refused
                    ? Refusals.ofDestination(version, owners.refused(refused.owner()))
                        .thenCompose(standing -> again(attempt, refused, standing))
                    : CompletableFuture.failedFuture(failure));
  }

  private static <T> CompletionStage<T> again(
      Supplier<? extends CompletionStage<T>> attempt, OwnerRefused refused, Standing standing) {
    if (standing != Standing.ABLE) {
      return CompletableFuture.failedFuture(Refusals.explain(refused, standing));
    }
    return attempt
        .get()
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(
                    GatewayException.unwrap(failure) instanceof OwnerRefused still
                        ? Refusals.explain(still, Standing.ABLE)
                        : failure));
  }
}
