package io.gyre.ops;

import io.gyre.log.BucketName;
import io.gyre.metadata.BucketSizes;
import io.gyre.metadata.BucketSizes.Size;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What of a bucket's first copy is left: what the source's bucket has and the destination's does
 * not. Both zones are asked, only about what somebody looks at, and not often.
 */
final class PassSizes {
  /** Buckets that are asked about. */
  static final int MAX_BUCKETS = 10;

  /** For so long an answer is good enough. */
  static final Duration GOOD_FOR = Duration.ofSeconds(30);

  private final BucketSizes source;
  private final BucketSizes destination;
  private final Clock clock;
  private Map<BucketName, Asked> asked = Map.of();

  private record Asked(Instant time, CompletableFuture<Optional<Size>> left) {}

  PassSizes(BucketSizes source, BucketSizes destination, Clock clock) {
    this.source = source;
    this.destination = destination;
    this.clock = clock;
  }

  /** What is left of these, as far as it is known; those beyond the limit are not asked about. */
  CompletionStage<Map<BucketName, Size>> left(List<BucketName> buckets) {
    Map<BucketName, Asked> asking = ask(buckets);
    return CompletableFuture.allOf(
            asking.values().stream().map(Asked::left).toArray(CompletableFuture[]::new))
        .thenApply(
            answered -> {
              Map<BucketName, Size> left = new HashMap<>();
              asking.forEach(
                  (bucket, one) ->
                      one.left.getNow(Optional.empty()).ifPresent(size -> left.put(bucket, size)));
              return left;
            });
  }

  /** Only those that are asked for now are remembered. */
  private synchronized Map<BucketName, Asked> ask(List<BucketName> buckets) {
    Map<BucketName, Asked> asking = new HashMap<>();
    Instant now = clock.instant();
    for (BucketName bucket : buckets.stream().limit(MAX_BUCKETS).toList()) {
      Asked before = asked.get(bucket);
      boolean good = before != null && before.time.plus(GOOD_FOR).isAfter(now);
      asking.put(bucket, good ? before : new Asked(now, leftOf(bucket)));
    }
    asked = Map.copyOf(asking);
    return asking;
  }

  /** A zone that does not answer leaves it unknown. */
  private CompletableFuture<Optional<Size>> leftOf(BucketName bucket) {
    return source
        .of(bucket)
        .thenCombine(destination.of(bucket), PassSizes::difference)
        .exceptionally(unanswered -> Optional.empty())
        .toCompletableFuture();
  }

  private static Optional<Size> difference(Optional<Size> here, Optional<Size> there) {
    Size copied = there.orElse(new Size(0, 0));
    return here.map(
        all ->
            new Size(
                Math.max(0, all.objects() - copied.objects()),
                Math.max(0, all.bytes() - copied.bytes())));
  }
}
