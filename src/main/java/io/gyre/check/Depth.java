package io.gyre.check;

/** How much is compared of each version, each including the one before. */
public enum Depth {
  /**
   * What listings show: keys, versions and their order, sizes, ETags, storage classes, owners of
   * delete markers. A request for each thousand versions at each end.
   */
  LISTINGS,
  /**
   * What a version has beside its bytes: owner, ACL, tags, metadata, headers, retention, legal
   * hold. A request for each version at each end.
   */
  ATTRIBUTES,
  /** The bytes as well: all of them are read at each end. */
  BYTES;

  /** Whether each version is asked for. */
  boolean asksForVersions() {
    return this != LISTINGS;
  }
}
