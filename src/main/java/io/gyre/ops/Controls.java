package io.gyre.ops;

import io.gyre.checkpoint.Pause;
import io.gyre.log.BucketName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** What operators may tell a running route. For use by any thread; nothing blocks. */
public interface Controls {

  /**
   * Begins no more copies and rounds of the route, or of a bucket, until it is resumed; also after
   * a new start. Completes when that is durable.
   */
  CompletionStage<Void> pause(Optional<BucketName> bucket);

  /** Goes on with the route, or with a bucket. Completes when that is durable. */
  CompletionStage<Void> resume(Optional<BucketName> bucket);

  /** The route's pause; empty when it is not paused. */
  Optional<Pause> pausedRoute();

  /** Buckets that are paused. */
  List<Pause> pausedBuckets();

  /** Whether a bucket of that name is known. */
  CompletionStage<Boolean> knows(BucketName bucket);

  /** What holds now. */
  Limits limits();

  /** Sets what holds from now on, until the process ends. */
  void limit(Limits limits);

  /** Something has become due. */
  void lookForWork();

  /**
   * How much is done at once, and how fast.
   *
   * @param concurrency objects being copied at the same time; 1 to {@code most}
   * @param most what the connections of the process allow
   * @param objectsPerSecond copies begun a second; empty for no limit
   * @param bytesPerSecond of objects, read at the source; empty for no limit
   */
  record Limits(
      int concurrency, int most, OptionalInt objectsPerSecond, OptionalLong bytesPerSecond) {}
}
