package io.gyre.store;

import java.util.function.UnaryOperator;

/**
 * What the owner of a bucket can set, and a store may have too: one document of S3 each. In the
 * order in which they are written: a policy may deny the rest, and a block of public access the
 * policy.
 */
enum BucketSetting {
  CORS("cors", "CORSConfiguration", "user.rgw.cors", true),
  LIFECYCLE("lifecycle", "LifecycleConfiguration", "user.rgw.lc", true),
  WEBSITE("website", "WebsiteConfiguration", "", true),

  ENCRYPTION("encryption", "ServerSideEncryptionConfiguration", "user.rgw.encryption", false),
  POLICY("policy", DocumentKind.JSON, "user.rgw.iam-policy", true),
  PUBLIC_ACCESS(
      "publicAccessBlock", "PublicAccessBlockConfiguration", "user.rgw.public-access", false);

  private final String subResource;
  private final String root;
  private final String attribute;
  private final boolean removed;

  /**
   * @param root what the document is, for {@link DocumentKind}
   * @param attribute how the attribute begins that a source's bucket has which has one
   * @param removed whether one that only the store has is removed; else the store's own stays,
   *     which may be stricter
   */
  BucketSetting(String subResource, String root, String attribute, boolean removed) {
    this.subResource = subResource;
    this.root = root;
    this.attribute = attribute;
    this.removed = removed;
  }

  String subResource() {
    return subResource;
  }

  /** Whether an answer is such a document. */
  boolean isOne(String document) {
    return DocumentKind.is(root, asTaken().apply(document));
  }

  boolean removed() {
    return removed;
  }

  /** Whether it names keys, or what they begin with. */
  boolean namesKeys() {
    return this == LIFECYCLE || this == POLICY;
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
