package io.gyre.store;

import io.gyre.copy.Image;
import io.gyre.log.BucketName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the state of a route knows of the copies in its store. Only reads. */
public interface KnownCopies {
  /** There is no state. */
  KnownCopies NONE =
      new KnownCopies() {
        @Override
        public boolean exist() {
          return false;
        }

        @Override
        public CompletionStage<Optional<String>> id(BucketName bucket) {
          return CompletableFuture.completedFuture(Optional.empty());
        }

        @Override
        public CompletionStage<Map<String, List<Image>>> images(
            BucketName bucket, Set<String> keys) {
          return CompletableFuture.completedFuture(Map.of());
        }
      };

  /** Whether there is a state that knows any. */
  boolean exist();

  /** The id by which the store's bucket of a name is known to be a copy; empty where it is none. */
  CompletionStage<Optional<String>> id(BucketName bucket);

  /**
   * Which of the store's versions are known to be images, by key; what is not known is left out.
   */
  CompletionStage<Map<String, List<Image>>> images(BucketName bucket, Set<String> keys);
}
