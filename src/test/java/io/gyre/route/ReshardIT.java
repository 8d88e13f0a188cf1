package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.testing.S3User;
import io.gyre.testing.UserBucket;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Buckets whose index is spread over another number of shards, which gives them another id. */
@AnyZones
@Timeout(300)
class ReshardIT {
  private static final int KEYS = 200;

  private final ZonePair zones;

  @TempDir private Path directory;

  ReshardIT(ZonePair zones) {
    this.zones = zones;
  }

  /** To the next state directory, what is left there would be somebody else's. */
  @AfterEach
  void leaveNothing() {
    zones.source().wipe();
    zones.destination().wipe();
  }

  @ParameterizedTest(name = "versions kept: {0}")
  @ValueSource(booleans = {false, true})
  void whileRunningItNeverShrinksAndNothingIsCopiedAgain(boolean versions)
      throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "reshard-" + versions + "-");
    UserBucket bucket = filled(route, versions);
    try (GyreProcess gyre = route.start()) {
      route.awaitEqual(gyre);
      int writes;
      try (Sampler sampler = new Sampler(route, bucket)) {
        writes = writeSome(bucket, "before");
        reshard(bucket, 23);
        writes += writeSome(bucket, "after");
        route.awaitEqual(gyre);
        reshard(bucket, 7);
        writes += writeSome(bucket, "after the second");
        route.awaitEqual(gyre);
        assertThat(sampler.fewest()).as("keys there, at least").isGreaterThanOrEqualTo(KEYS);
      }
      assertThat(gyre.terminate()).as(gyre.end()).isZero();
      // What is written between the recorded head and the listing comes by both: those of the pass
      // and those of the log. What was there before comes by none.
      assertThat(gyre.progress().path("copied").asInt())
          .as(gyre.end())
          .isLessThanOrEqualTo(versionsIn(versions) + 2 * writes);
    }
  }

  @ParameterizedTest(name = "versions kept: {0}")
  @ValueSource(booleans = {false, true})
  void whileStoppedOnlyWhatIsNewIsCopied(boolean versions) throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "resharded-" + versions + "-");
    UserBucket bucket = filled(route, versions);
    route.once().requireSuccess();
    bucket.delete("key1");
    int writes = writeSome(bucket, "before");
    reshard(bucket, 23);
    bucket.delete("key2");
    writes += writeSome(bucket, "after");

    TestRoute.Run run = route.once().requireSuccess();

    route.assertEqual();
    assertThat(run.copied()).as(run.end()).isLessThanOrEqualTo(writes);
  }

  @Test
  void underContinuousWrites() throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "reshard-busy-");
    UserBucket bucket = filled(route, false);
    AtomicBoolean enough = new AtomicBoolean();
    try (GyreProcess gyre = route.start()) {
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; !enough.get(); i++) {
                  putUnlessRefused(bucket, "busy" + i % 50, "text " + i);
                  bucket.tagCurrentIfThere("key" + i % 20, Map.of("i", "" + i));
                }
              });
      for (int shards : new int[] {17, 19, 23, 29, 31, 37}) {
        reshard(bucket, shards);
      }
      enough.set(true);
      writer.join();
      route.awaitEqual(gyre);
      assertThat(gyre.terminate()).as(gyre.end()).isZero();
    }
  }

  /**
   * The gateway (16.2) answers 404 to a write whose bucket index shard a reshard has removed
   * between its look-up and its use (tracker.ceph.com/issues/48709). Such a write has changed
   * nothing.
   */
  private static void putUnlessRefused(UserBucket bucket, String key, String text) {
    try {
      bucket.put(key, text);
    } catch (NoSuchKeyException refused) {
      // The next round writes this key again.
    }
  }

  @Test
  void aDestinationThatLostEverythingIsFilledAgain() throws InterruptedException, IOException {
    TestRoute route = new TestRoute(zones, directory, "reshard-wiped-");
    UserBucket bucket = filled(route, true);
    route.once().requireSuccess();
    reshard(bucket, 13);
    writeSome(bucket, "after");
    route.destination().wipe();

    route.withStateBelow(Files.createDirectory(directory.resolve("new"))).once().requireSuccess();

    route.assertEqual();
  }

  private static int versionsIn(boolean versions) {
    return versions ? KEYS + KEYS / 10 : KEYS;
  }

  private static UserBucket filled(TestRoute route, boolean versions) {
    UserBucket bucket = route.bucket(route.user("owner"), "b").create();
    if (versions) {
      bucket.enable();
    }
    for (int i = 0; i < KEYS; i++) {
      bucket.put("key" + i, "text of " + i);
    }
    for (int i = 0; versions && i < KEYS; i += 10) {
      bucket.put("key" + i, "second text of " + i);
    }
    return bucket;
  }

  /** Returns how many writes that were. */
  private static int writeSome(UserBucket bucket, String when) {
    for (int i = 0; i < 15; i++) {
      bucket.put("key" + i * 3, when + " " + i);
    }
    return 15;
  }

  private void reshard(UserBucket bucket, int shards) {
    zones.operator(zones.source()).reshard(bucket.name(), shards);
  }

  /** Counts the keys of the bucket at the destination, again and again. */
  private static final class Sampler implements AutoCloseable {
    private final UserBucket there;
    private final AtomicInteger fewest = new AtomicInteger(Integer.MAX_VALUE);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Void> samples;

    Sampler(TestRoute route, UserBucket bucket) {
      S3User owner = route.destination().user(bucket.user().uid());
      this.there = new UserBucket(owner, bucket.name());
      this.samples = CompletableFuture.runAsync(this::sample);
    }

    private void sample() {
      while (!closed.get()) {
        int keys = there.client().listObjectsV2(of -> of.bucket(there.name())).keyCount();
        fewest.accumulateAndGet(keys, Math::min);
      }
    }

    int fewest() {
      return fewest.get();
    }

    /** A listing that failed, as if the bucket were gone, fails the test. */
    @Override
    public void close() {
      closed.set(true);
      samples.join();
    }
  }
}
