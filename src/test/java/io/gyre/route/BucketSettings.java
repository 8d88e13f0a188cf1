package io.gyre.route;

import io.gyre.testing.S3User;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.Payer;
import software.amazon.awssdk.services.s3.model.Tag;

/** All that its owner can set on a bucket that keeps no versions. */
record BucketSettings(S3User owner, String bucket) {
  private static final String POLICY =
      """
      {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::%s/*"}]}""";

  /**
   * Sets everything.
   *
   * @param grantee who may read it too
   */
  void set(S3User grantee) {
    S3Client s3 = owner.client();
    s3.putBucketAcl(
        to ->
            to.bucket(bucket)
                .grantFullControl("id=" + owner.uid())
                .grantRead("id=" + grantee.uid())
                .grantReadACP("uri=http://acs.amazonaws.com/groups/global/AuthenticatedUsers"));
    s3.putBucketPolicy(to -> to.bucket(bucket).policy(POLICY.formatted(bucket)));
    CORSRule origins = CORSRule.builder().allowedMethods("GET").allowedOrigins("*").build();
    s3.putBucketCors(to -> to.bucket(bucket).corsConfiguration(all -> all.corsRules(origins)));
    LifecycleRule expiry =
        LifecycleRule.builder()
            .id("old")
            .status("Enabled")
            .filter(filter -> filter.prefix("tmp/"))
            .expiration(after -> after.days(9))
            .build();
    s3.putBucketLifecycleConfiguration(
        to -> to.bucket(bucket).lifecycleConfiguration(all -> all.rules(expiry)));
    Tag tag = Tag.builder().key("colour \u00e9").value("blue").build();
    s3.putBucketTagging(to -> to.bucket(bucket).tagging(all -> all.tagSet(tag)));
    s3.putBucketWebsite(
        to ->
            to.bucket(bucket)
                .websiteConfiguration(
                    site ->
                        site.indexDocument(index -> index.suffix("index.html"))
                            .errorDocument(error -> error.key("404.html"))));
    s3.putBucketRequestPayment(
        to -> to.bucket(bucket).requestPaymentConfiguration(pay -> pay.payer(Payer.REQUESTER)));
    s3.putPublicAccessBlock(
        to ->
            to.bucket(bucket)
                .publicAccessBlockConfiguration(block -> block.ignorePublicAcls(true)));
  }

  /** Takes everything back. */
  void remove() {
    S3Client s3 = owner.client();
    s3.deletePublicAccessBlock(to -> to.bucket(bucket));
    s3.putBucketAcl(to -> to.bucket(bucket).acl(BucketCannedACL.PRIVATE));
    s3.deleteBucketPolicy(to -> to.bucket(bucket));
    s3.deleteBucketCors(to -> to.bucket(bucket));
    s3.deleteBucketLifecycle(to -> to.bucket(bucket));
    s3.deleteBucketTagging(to -> to.bucket(bucket));
    s3.deleteBucketWebsite(to -> to.bucket(bucket));
    s3.putBucketRequestPayment(
        to -> to.bucket(bucket).requestPaymentConfiguration(pay -> pay.payer(Payer.BUCKET_OWNER)));
  }
}
