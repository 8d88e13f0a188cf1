package io.gyre.check;

import io.gyre.log.BucketName;
import java.util.List;
import java.util.function.Predicate;

/**
 * What is compared.
 *
 * @param users whether users are
 * @param named these buckets only; empty for all that are selected
 * @param selected which buckets are replicated
 * @param objects whether what is in the buckets is
 * @param oneWay whether what only the destination has is left alone
 * @param depth of the keys in the sample; of all others {@link Depth#LISTINGS}
 */
public record Scope(
    boolean users,
    List<BucketName> named,
    Predicate<BucketName> selected,
    boolean objects,
    boolean oneWay,
    Depth depth,
    Sample sample) {
  public Scope {
    named = List.copyOf(named);
  }

  Depth depthOf(BucketName bucket, String key) {
    return depth.asksForVersions() && sample.takes(bucket, key) ? depth : Depth.LISTINGS;
  }
}
