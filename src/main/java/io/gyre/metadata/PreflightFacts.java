package io.gyre.metadata;

import java.util.List;
import java.util.Optional;

/**
 * What was found out before the first copy of a route.
 *
 * @param users to be copied; without those that are refused
 * @param buckets likewise
 * @param size what is in these buckets; empty where only metadata are copied
 * @param refusedUsers whose name or access key is somebody else's
 * @param refusedBuckets whose name is somebody else's, or whose owner is refused
 * @param collisions the first of them
 * @param allCollisions how many there are
 * @param gaps what could not be found out, the first of it
 * @param allGaps how much that is
 */
public record PreflightFacts(
    long users,
    long buckets,
    Optional<BucketSizes.Size> size,
    long refusedUsers,
    long refusedBuckets,
    List<Collision> collisions,
    long allCollisions,
    List<String> gaps,
    long allGaps) {
  public PreflightFacts {
    collisions = List.copyOf(collisions);
    gaps = List.copyOf(gaps);
  }
}
