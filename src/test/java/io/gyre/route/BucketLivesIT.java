package io.gyre.route;

import static io.gyre.route.Scenario.plain;
import static io.gyre.route.Scenario.versioned;

import io.gyre.testing.UserBucket;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.Tag;

/** Buckets that are configured, given away, deleted, and created again. */
@org.junit.jupiter.api.Tag("long")
@AnyZones
@Timeout(420)
class BucketLivesIT {
  private final ZonePair zones;
  private final ScenarioRunner runner;

  BucketLivesIT(ZonePair zones, @TempDir Path directory) {
    this.zones = zones;
    this.runner =
        new ScenarioRunner(zones, directory, "lives", Stream.concat(changes(), deaths()).toList());
  }

  /** To the next state directory, what is left there would be somebody else's. */
  @AfterEach
  void leaveNothing() {
    zones.source().wipe();
    zones.destination().wipe();
  }

  @TestFactory
  Stream<DynamicTest> fullPass() throws InterruptedException {
    return runner.fullPass();
  }

  @TestFactory
  Stream<DynamicTest> live() throws InterruptedException {
    return runner.live();
  }

  @TestFactory
  Stream<DynamicTest> whileStopped() throws InterruptedException {
    return runner.whileStopped();
  }

  private Stream<Scenario> changes() {
    return Stream.of(
        plain("configured", BucketLivesIT::fill, BucketLivesIT::configure),
        plain(
            "configured-and-back",
            bucket -> {
              fill(bucket);
              configure(bucket);
            },
            BucketLivesIT::takeConfigurationAway),
        versioned("given-away-with-versions", BucketLivesIT::fillVersions, this::giveAway),
        plain(
            "given-away-with-null-versions",
            bucket -> {
              fill(bucket);
              bucket.enable();
              bucket.put("key1", "above a null version");
              bucket.put("key2", "current for a while");
              bucket.remove("key2", 0);
            },
            this::giveAway),
        plain(
            "given-away",
            BucketLivesIT::fill,
            bucket -> {
              giveAway(bucket);
              new UserBucket(ScenarioRunner.otherThan(zones, bucket.user()), bucket.name())
                  .put("by the new owner", "text");
            }),
        plain(
            "quota",
            BucketLivesIT::fill,
            bucket -> admin().quota(bucket.user().uid(), bucket.name(), 99, false)));
  }

  private Stream<Scenario> deaths() {
    return Stream.of(
        plain("emptied-and-deleted", BucketLivesIT::fill, BucketLivesIT::delete),
        versioned(
            "emptied-and-deleted-with-versions",
            BucketLivesIT::fillVersions,
            BucketLivesIT::delete),
        plain("purged", BucketLivesIT::fill, this::purge),
        versioned("purged-with-versions", BucketLivesIT::fillVersions, this::purge),
        plain(
            "created-again",
            BucketLivesIT::fill,
            bucket -> {
              delete(bucket);
              bucket.create().put("other key", "in the second life");
              bucket.put("key3", "written in both lives");
            }),
        plain(
            "created-again-empty",
            BucketLivesIT::fill,
            bucket -> {
              purge(bucket);
              bucket.create();
            }),
        versioned(
            "created-again-without-versions",
            BucketLivesIT::fillVersions,
            bucket -> {
              delete(bucket);
              bucket.create().put("key3", "plain now");
            }),
        plain(
            "created-again-with-versions",
            BucketLivesIT::fill,
            bucket -> {
              delete(bucket);
              bucket.create().enable();
              fillVersions(bucket);
            }),
        plain(
            "created-again-by-another",
            BucketLivesIT::fill,
            bucket -> {
              delete(bucket);
              UserBucket second =
                  new UserBucket(ScenarioRunner.otherThan(zones, bucket.user()), bucket.name());
              second.create().put("other key", "by another owner");
            }),
        plain(
            "three-lives",
            BucketLivesIT::fill,
            bucket -> {
              for (int life = 0; life < 2; life++) {
                delete(bucket);
                bucket.create().put("key" + life, "in life " + life);
              }
            }));
  }

  private static void fill(UserBucket bucket) {
    for (int i = 0; i < 12; i++) {
      bucket.put("key" + i, "text of " + i);
    }
  }

  private static void fillVersions(UserBucket bucket) {
    fill(bucket);
    for (int i = 0; i < 12; i += 2) {
      bucket.put("key" + i, "second text of " + i);
    }
    for (int i = 0; i < 12; i += 3) {
      bucket.delete("key" + i);
    }
  }

  private static void configure(UserBucket bucket) {
    Tag tag = Tag.builder().key("a").value("b c").build();
    CORSRule rule = CORSRule.builder().allowedMethods("GET").allowedOrigins("*").build();
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [{
          "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
          "Resource": "arn:aws:s3:::%s/*"}]}"""
            .formatted(bucket.name());
    var s3 = bucket.client();
    s3.putBucketTagging(to -> to.bucket(bucket.name()).tagging(all -> all.tagSet(tag)));
    s3.putBucketCors(to -> to.bucket(bucket.name()).corsConfiguration(all -> all.corsRules(rule)));
    s3.putBucketPolicy(to -> to.bucket(bucket.name()).policy(policy));
    s3.putBucketAcl(to -> to.bucket(bucket.name()).acl(BucketCannedACL.PUBLIC_READ));
    bucket.enable();
    bucket.put("key1", "a first version");
  }

  private static void takeConfigurationAway(UserBucket bucket) {
    var s3 = bucket.client();
    s3.deleteBucketTagging(of -> of.bucket(bucket.name()));
    s3.deleteBucketCors(of -> of.bucket(bucket.name()));
    s3.deleteBucketPolicy(of -> of.bucket(bucket.name()));
    s3.putBucketAcl(to -> to.bucket(bucket.name()).acl(BucketCannedACL.PRIVATE));
    bucket.suspend();
  }

  /** As careful clients do it: every version first. */
  private static void delete(UserBucket bucket) {
    bucket.removeAll();
    bucket.user().deleteBucket(bucket.name());
  }

  private void giveAway(UserBucket bucket) {
    String uid = ScenarioRunner.otherThan(zones, bucket.user()).uid();
    zones.operator(zones.source()).giveAway(bucket.name(), uid);
  }

  /** As administrators do it: nothing is logged for the objects. */
  private void purge(UserBucket bucket) {
    admin().purge(bucket.name());
  }

  private BucketAdmin admin() {
    return new BucketAdmin(zones.source());
  }
}
