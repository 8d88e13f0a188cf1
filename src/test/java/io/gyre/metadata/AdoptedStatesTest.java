package io.gyre.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.log.BucketInstance;
import io.gyre.log.Versioning;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Buckets that are adopted while the source's differs in versioning or object lock. */
class AdoptedStatesTest extends MetadataFixture {
  private static final BucketInstance THEIRS = BucketInstance.parse("photos:dst.9");
  private static final int NONE = 0;
  private static final int VERSIONS = 0x2;
  private static final int LOCK = 0x20;

  @BeforeEach
  void adopt() {
    adopted.add(PHOTOS.bucket());
  }

  private void flags(int atSource, int atDestination) {
    sourceHas(PHOTOS, "src.1");
    ObjectNode ours = SampleMetadata.instance(PHOTOS, "src.1", "alice", "g1");
    ours.withObject("/data/bucket_info").put("flags", atSource);
    source.given("bucket.instance", PHOTOS.toString(), ours);
    ObjectNode theirs = SampleMetadata.instance(THEIRS, "dst.9", "bob", "g2");
    theirs.withObject("/data/bucket_info").put("flags", atDestination);
    destination.given("bucket", "photos", SampleMetadata.entryPoint(THEIRS, "dst.9", "bob"));
    destination.given("bucket.instance", THEIRS.toString(), theirs);
  }

  private int flagsThere() {
    return destination
        .stored("bucket.instance", THEIRS.toString())
        .at("/data/bucket_info/flags")
        .asInt();
  }

  /** Its versioning state is brought over while versions are written, not with the metadata. */
  @Test
  void oneThatNeverKeptVersionsIsTakenForOneThatDoes() throws Exception {
    flags(VERSIONS, NONE);

    assertThat(await(replicator.ready(PHOTOS)))
        .isInstanceOfSatisfying(
            BucketReadiness.Ready.class,
            ready -> {
              assertThat(ready.bucket().destinationId()).isEqualTo("dst.9");
              assertThat(ready.bucket().versioning()).isEqualTo(Versioning.ENABLED);
            });
    assertThat(flagsThere()).isEqualTo(NONE);
    assertThat(await(checkpoints.bucketShards(Optional.empty(), 100)))
        .hasSize(11)
        .allMatch(shard -> shard.recheck());
  }

  @ParameterizedTest
  @CsvSource({"0, 0x2", "0, 0x6", "0, 0x22"})
  void oneThatKeepsVersionsIsRefusedForOneThatNeverDid(String ours, String theirs)
      throws Exception {
    flags(Integer.decode(ours), Integer.decode(theirs));

    assertRefused("keeps versions", Integer.decode(theirs));
  }

  @ParameterizedTest
  @CsvSource({"0", "0x2"})
  void oneWithoutObjectLockGetsItWithItsDefault(String theirs) throws Exception {
    flags(VERSIONS | LOCK, Integer.decode(theirs));
    sourceBuckets.locks.put(PHOTOS.bucket(), "<default/>");

    assertThat(await(replicator.ready(PHOTOS))).isInstanceOf(BucketReadiness.Ready.class);

    assertThat(flagsThere()).isEqualTo(LOCK | Integer.decode(theirs));
    assertThat(destinationBuckets.locks).containsEntry(PHOTOS.bucket(), "<default/>");
  }

  /** What is retained there could be removed by anybody who may write. */
  @Test
  void oneWithObjectLockIsRefusedForOneWithout() throws Exception {
    flags(VERSIONS, VERSIONS | LOCK);

    assertRefused("has object lock", VERSIONS | LOCK);
  }

  private void assertRefused(String why, int flags) throws Exception {
    assertThat(await(replicator.ready(PHOTOS)))
        .isInstanceOfSatisfying(
            BucketReadiness.Refused.class, refused -> assertThat(refused.reason()).contains(why));
    assertThat(flagsThere()).isEqualTo(flags);
    assertThat(destination.writes()).containsExactly("put user/alice");
    assertThat(await(checkpoints.countRefused())).isEqualTo(1);
  }
}
