package io.gyre.route;

import io.gyre.testing.UserBucket;
import java.util.function.Consumer;

/**
 * What is done to a bucket at the source.
 *
 * @param name part of the bucket's name
 * @param objectLock whether the bucket is created with object lock
 * @param before what is there at first
 * @param change what is done then
 */
record Scenario(
    String name, boolean objectLock, Consumer<UserBucket> before, Consumer<UserBucket> change) {

  /** In a bucket that never kept versions. */
  static Scenario plain(String name, Consumer<UserBucket> before, Consumer<UserBucket> change) {
    return new Scenario(name, false, before, change);
  }

  /** In a bucket that keeps versions. */
  static Scenario versioned(String name, Consumer<UserBucket> before, Consumer<UserBucket> change) {
    return new Scenario(
        name,
        false,
        bucket -> {
          bucket.enable();
          before.accept(bucket);
        },
        change);
  }

  /** In a bucket with object lock. */
  static Scenario locked(String name, Consumer<UserBucket> before, Consumer<UserBucket> change) {
    return new Scenario(name, true, before, change);
  }

  void create(UserBucket bucket) {
    if (objectLock) {
      bucket.createWithObjectLock();
    } else {
      bucket.create();
    }
    before.accept(bucket);
  }
}
