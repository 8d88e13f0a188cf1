package io.gyre.config;

/**
 * The kinds of S3 store whose quirks are known. Each quirk has a switch of its own, for which the
 * preset only chooses the default.
 */
public enum StorePreset {
  /** Amazon's, and what is like it to the letter. */
  AWS(false, true, true, true, true, true),
  MINIO(true, true, false, false, true, true),
  /** A RADOS gateway that is called as an ordinary user. */
  CEPH(true, true, false, false, false, false),
  /** The least that a store may know. */
  GENERIC(true, false, false, true, false, false);

  private final boolean pathStyle;
  private final boolean bucketTags;
  private final boolean locationConstraint;
  private final boolean asciiMetadata;
  private final boolean blockPublicAcls;
  private final boolean crc32c;

  StorePreset(
      boolean pathStyle,
      boolean bucketTags,
      boolean locationConstraint,
      boolean asciiMetadata,
      boolean blockPublicAcls,
      boolean crc32c) {
    this.pathStyle = pathStyle;
    this.bucketTags = bucketTags;
    this.locationConstraint = locationConstraint;
    this.asciiMetadata = asciiMetadata;
    this.blockPublicAcls = blockPublicAcls;
    this.crc32c = crc32c;
  }

  boolean pathStyle() {
    return pathStyle;
  }

  boolean bucketTags() {
    return bucketTags;
  }

  boolean locationConstraint() {
    return locationConstraint;
  }

  boolean asciiMetadata() {
    return asciiMetadata;
  }

  boolean blockPublicAcls() {
    return blockPublicAcls;
  }

  boolean crc32c() {
    return crc32c;
  }
}
