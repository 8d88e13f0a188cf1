package io.gyre.check;

import io.gyre.log.BucketShard;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the replicator between both ends knows of what differs. */
public interface Replication {
  /** One of which nothing is known. */
  Replication UNKNOWN =
      (subject, shard) -> {
        CompletionStage<Standing> standing =
            CompletableFuture.completedFuture(Standing.of(Standing.Kind.UNKNOWN));
        return CompletableFuture.completedFuture(() -> standing);
      };

  /**
   * Remembers where the source's logs are now that something was found to differ.
   *
   * @param shard of the source's bucket that has the key; empty where it is no key, or the source
   *     does not have the bucket
   */
  CompletionStage<Watch> watch(Subject subject, Optional<BucketShard> shard);

  /** Something that is watched. */
  interface Watch {
    /** Where replication stands with it by now. */
    CompletionStage<Standing> standing();
  }

  /**
   * Where replication stands with something.
   *
   * @param reason for people; empty where there is none
   */
  record Standing(Kind kind, String reason) {
    /** How it stands. */
    public enum Kind {
      /** There is no checkpoint to tell. */
      UNKNOWN,
      /** Nobody replicates now, so nothing will change by itself. */
      IDLE,
      /** Not done with what the source's logs had when the difference was found. */
      WORKING,
      /** Done with that. */
      DONE,
      /** Known not to be brought over for now. */
      PARKED
    }

    static Standing of(Kind kind) {
      return new Standing(kind, "");
    }
  }
}
