package io.gyre.doctor;

import io.gyre.config.BucketFilter;
import io.gyre.metadata.ZoneFacts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Questions to a gateway that change nothing. Stages fail with a {@code GatewayException}; each
 * ends in bounded time.
 */
public interface GatewayProbe {

  /** Whether it answers at all; any answer is one, a refusal too. */
  CompletionStage<Greeting> greet();

  /** Whose credentials we have. */
  CompletionStage<Caller> caller();

  /** The zone it serves. */
  CompletionStage<ZoneFacts> zone();

  /** The zones of its realm; empty without a realm. */
  CompletionStage<Optional<Period>> period();

  /** Whether it has a metadata log to show. */
  CompletionStage<Boolean> metadataLog();

  /** Whether it can keep the lease of a route, which is a lock of its metadata log. */
  CompletionStage<Boolean> lease();

  /** How far back its data log reaches. */
  CompletionStage<DataLogReach> dataLog();

  /** Which of the first so many buckets that a filter accepts have lifecycle rules. */
  CompletionStage<LifecycleLook> lifecycle(BucketFilter buckets, int max);

  /**
   * What the first so many buckets that a filter accepts are like.
   *
   * @param logs of how many of them a log is looked at
   */
  CompletionStage<BucketsLook> buckets(BucketFilter buckets, int max, int logs);

  /** Which of these users it does not have. */
  CompletionStage<List<String>> missingUsers(Set<String> uids);

  /** What the first so many users are like. */
  CompletionStage<UsersLook> users(int max);
}
