package io.gyre.doctor;

import java.util.List;
import java.util.function.Predicate;

/**
 * A look at the first buckets of a zone.
 *
 * @param complete whether these were all
 */
public record BucketsLook(List<BucketTraits> buckets, boolean complete) {
  public BucketsLook {
    buckets = List.copyOf(buckets);
  }

  List<String> those(Predicate<BucketTraits> trait) {
    return buckets.stream().filter(trait).map(it -> it.bucket().toString()).toList();
  }

  String scope() {
    return (complete ? "all %d buckets looked at" : "the first %d buckets looked at")
        .formatted(buckets.size());
  }
}
