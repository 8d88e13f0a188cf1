package io.gyre.config;

/**
 * What is replicated.
 *
 * @param buckets by name
 * @param users whether users (with keys, caps, quotas) are; when not, the owners have to exist at
 *     the destination
 */
public record SelectConfig(BucketFilter buckets, @Default("true") boolean users) {
  /** What holds where nothing is given. */
  public static SelectConfig defaults() {
    return RecordBinder.defaults(SelectConfig.class);
  }
}
