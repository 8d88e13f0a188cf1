package io.gyre.route;

import io.gyre.failure.GatewayException;
import io.gyre.log.BucketShard;
import io.gyre.log.LogPosition.Marker;
import io.gyre.log.LogTrimming;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Notes what is to be trimmed; declines it unless told otherwise. */
final class FakeTrimming implements LogTrimming {
  /** Such as {@code data 0 000002}. */
  final List<String> asked = new ArrayList<>();

  boolean allowed;
  @Nullable GatewayException failure;

  @Override
  public CompletionStage<Boolean> dataLog(int shard, Marker upTo) {
    return answer("data " + shard + " " + upTo.value());
  }

  @Override
  public CompletionStage<Boolean> metadataLog(int shard, String period, Marker upTo) {
    return answer("metadata " + shard + " " + upTo.value());
  }

  @Override
  public CompletionStage<Boolean> bucketIndex(BucketShard shard, Marker upTo) {
    return answer("index " + shard + " " + upTo.value());
  }

  private CompletionStage<Boolean> answer(String what) {
    asked.add(what);
    return failure == null
        ? CompletableFuture.completedFuture(allowed)
        : CompletableFuture.failedFuture(failure);
  }
}
