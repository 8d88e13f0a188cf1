package io.gyre.check;

import io.gyre.log.BucketName;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * What is compared.
 *
 * @param users whether users are
 * @param named these buckets only; empty for all that are selected
 * @param selected which buckets are replicated, as far as their names tell
 * @param objects whether what is in the buckets is
 * @param oneWay whether what only the destination has is left alone
 * @param depth of the keys in the sample; of all others {@link Depth#LISTINGS}
 * @param owners which of these buckets are, once the uid of the owner is known
 * @param contents what of them is
 * @param settings whether what a bucket's owner has set is compared, beyond what its objects need
 */
public record Scope(
    boolean users,
    List<BucketName> named,
    Predicate<BucketName> selected,
    boolean objects,
    boolean oneWay,
    Depth depth,
    Sample sample,
    BiPredicate<BucketName, String> owners,
    io.gyre.select.Contents contents,
    boolean settings) {
  public Scope {
    named = List.copyOf(named);
  }

  /** Of buckets with their settings. */
  public Scope(
      boolean users,
      List<BucketName> named,
      Predicate<BucketName> selected,
      boolean objects,
      boolean oneWay,
      Depth depth,
      Sample sample,
      BiPredicate<BucketName, String> owners,
      io.gyre.select.Contents contents) {
    this(users, named, selected, objects, oneWay, depth, sample, owners, contents, true);
  }

  /** Of the buckets of all owners, with all that is in them. */
  public Scope(
      boolean users,
      List<BucketName> named,
      Predicate<BucketName> selected,
      boolean objects,
      boolean oneWay,
      Depth depth,
      Sample sample) {
    this(
        users,
        named,
        selected,
        objects,
        oneWay,
        depth,
        sample,
        (bucket, owner) -> true,
        io.gyre.select.Contents.ALL);
  }

  Depth depthOf(BucketName bucket, String key) {
    return depth.asksForVersions() && sample.takes(bucket, key) ? depth : Depth.LISTINGS;
  }
}
