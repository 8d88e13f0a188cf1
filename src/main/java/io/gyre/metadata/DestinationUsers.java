package io.gyre.metadata;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The destination's users, as copies of the source's. */
public interface DestinationUsers {
  /** At a destination that has no users: its buckets and objects are all the account's. */
  DestinationUsers NONE =
      new DestinationUsers() {
        @Override
        public CompletionStage<Void> apply(String uid) {
          return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> lookAgain(String uid) {
          return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<String> ownerless(String uid) {
          return CompletableFuture.completedFuture("");
        }

        @Override
        public CompletionStage<Void> retryParts() {
          return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> resume() {
          return CompletableFuture.completedFuture(null);
        }
      };

  /** Brings one user to what the source has now. */
  CompletionStage<Void> apply(String uid);

  /** Looks again at one who was refused, maybe by an earlier process that replicated users. */
  CompletionStage<Void> lookAgain(String uid);

  /**
   * Brings the owner of a bucket over.
   *
   * @return why it cannot own buckets at the destination; empty when it can
   */
  CompletionStage<String> ownerless(String uid);

  /** Gives what belonged to others before, addresses and keys, to those who are to have it. */
  CompletionStage<Void> retryParts();

  /** Begins to end what an earlier run left undone. */
  CompletionStage<Void> resume();
}
