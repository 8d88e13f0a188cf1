package io.gyre.store;

import java.util.function.UnaryOperator;

/** What the owner of a bucket can set, and a store may have too: one document of S3 each. */
enum BucketSetting {
  POLICY("policy", "user.rgw.iam-policy", true),
  CORS("cors", "user.rgw.cors", true),
  LIFECYCLE("lifecycle", "user.rgw.lc", true),
  WEBSITE("website", "", true),

  /** Where the source says nothing the store's own default stays: it may be stricter. */
  ENCRYPTION("encryption", "user.rgw.encryption", false),
  PUBLIC_ACCESS("publicAccessBlock", "user.rgw.public-access", false);

  private final String subResource;
  private final String attribute;
  private final boolean removed;

  /**
   * @param attribute how the attribute begins that a source's bucket has which has one
   * @param removed whether one that only the store has is removed
   */
  BucketSetting(String subResource, String attribute, boolean removed) {
    this.subResource = subResource;
    this.attribute = attribute;
    this.removed = removed;
  }

  String subResource() {
    return subResource;
  }

  boolean removed() {
    return removed;
  }

  /** For people. */
  @Override
  public String toString() {
    return this == PUBLIC_ACCESS ? "public access block" : subResource;
  }

  boolean isIn(SourceSettings source) {
    return this == WEBSITE
        ? source.hasWebsite()
        : source.has(attribute) || (this == ENCRYPTION && source.has("user.rgw.sse-s3"));
  }

  /** As a store wants it: the gateway has a name of its own for one of them. */
  UnaryOperator<String> asTaken() {
    return this == PUBLIC_ACCESS
        ? document ->
            document.replace(
                "BlockPublicAccessBlockConfiguration", "PublicAccessBlockConfiguration")
        : UnaryOperator.identity();
  }
}
