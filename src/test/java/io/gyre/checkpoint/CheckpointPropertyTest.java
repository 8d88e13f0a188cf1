package io.gyre.checkpoint;

import static io.gyre.checkpoint.CheckpointStoreContract.ROUTE;
import static io.gyre.checkpoint.CheckpointStoreContract.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is saved, the adapter and its fake answer every question alike. */
class CheckpointPropertyTest {
  private static final int SEEDS = 8;
  private static final int ROUNDS = 15;
  private static final int SAVES_PER_ROUND = 20;
  private static final int MANY = 10_000;

  @TempDir Path directory;

  /** The seed is in the test's name: put it here to see a failure again. */
  static LongStream seeds() {
    return new Random().longs(SEEDS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void randomChangesGiveEqualReads(long seed) {
    RandomChanges changes = new RandomChanges(seed);
    InMemoryCheckpointStore fake = new InMemoryCheckpointStore();
    CheckpointStore real = JdbcCheckpointStore.open(directory, ROUTE);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        saveSome(changes, fake, real);
        if (changes.number(5) == 0) {
          real.close();
          real = JdbcCheckpointStore.open(directory, ROUTE);
        }
        assertEqualReads("seed " + seed + ", round " + round, fake, real, changes.time());
      }
    } finally {
      real.close();
    }
  }

  private static void saveSome(RandomChanges changes, CheckpointStore fake, CheckpointStore real) {
    List<CompletionStage<Void>> saves = new ArrayList<>();
    for (int i = 0; i < SAVES_PER_ROUND; i++) {
      List<Change> save = changes.next();
      saves.add(fake.save(save));
      saves.add(real.save(save));
    }
    saves.forEach(CheckpointStoreContract::get);
  }

  private static void assertEqualReads(
      String where, CheckpointStore fake, CheckpointStore real, Instant now) {
    Map<String, Object> expected = answers(fake, now);
    Map<String, Object> actual = answers(real, now);
    assertThat(actual.keySet()).as(where).isEqualTo(expected.keySet());
    expected.forEach(
        (question, answer) ->
            assertThat(actual.get(question)).as(where + ": " + question).isEqualTo(answer));
  }

  private static Map<String, Object> answers(CheckpointStore store, Instant now) {
    Map<String, Object> answers = new LinkedHashMap<>();
    answers.put("facts", get(store.facts()));
    answers.put("counts", get(store.countShards()));
    answers.put("behind", get(store.behind(Set.of())));
    answers.put("buckets", get(store.buckets("", MANY)));
    answers.put("page of buckets", get(store.buckets("b0", 1)));
    answers.put("refused users", get(store.refusedUsers("", MANY)));
    answers.put("page of refused users", get(store.refusedUsers("user0", 1)));
    answers.put("refused buckets", get(store.refusedBuckets("", MANY)));
    answers.put("page of refused buckets", get(store.refusedBuckets("b0", 1)));
    answers.put("uploads", get(store.uploads(MANY)));
    answers.put("parked", get(store.parked(0, MANY)));
    answers.put("page of parked", get(store.parked(3, 4)));
    answers.put("parked count", get(store.countParked()));
    for (LogKind kind : LogKind.values()) {
      answers.put(kind + " log shards", get(store.logShards(kind)));
      answers.put(kind + " log shard 1", get(store.logShard(kind, 1)));
    }
    for (int i = 0; i < 3; i++) {
      answers.put("user " + i, get(store.ownsUser("user" + i)));
      answers.put("buckets b" + i, get(store.bucketsNamed("b" + i)));
      for (String key : RandomChanges.KEYS) {
        BucketName bucket = new BucketName("", "b" + i);
        answers.put("images b" + i + "/" + key, get(store.images(bucket, key)));
      }
    }
    List<BucketShardState> shards = get(store.bucketShards(Optional.empty(), MANY));
    answers.put("bucket shards", shards);
    for (BucketShardState state : shards) {
      BucketShard shard = state.shard();
      answers.put("bucket shard " + shard, get(store.bucketShard(shard)));
      answers.put("parked of " + shard, get(store.parkedDue(shard, now, 3)));
      answers.put("shards after " + shard, get(store.bucketShards(Optional.of(shard), 2)));
    }
    answers.putAll(work(store, shards, now));
    return answers;
  }

  private static Map<String, Object> work(
      CheckpointStore store, List<BucketShardState> shards, Instant now) {
    Set<BucketShard> except =
        Set.copyOf(shards.stream().limit(2).map(BucketShardState::shard).toList());
    Map<String, Object> work = new LinkedHashMap<>();
    for (int logShard = 0; logShard < RandomChanges.LOG_SHARDS; logShard++) {
      work.put("full work " + logShard, get(store.work(logShard, true, now, except, 3)));
      work.put("live work " + logShard, get(store.work(logShard, false, now, except, 3)));
      work.put("all work " + logShard, get(store.work(logShard, false, now, Set.of(), MANY)));
    }
    return work;
  }

  @Test
  void everyKindOfChangeIsGenerated() {
    assertThat(new RandomChanges(1).ofEachKind())
        .extracting(Object::getClass)
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(Change.class.getPermittedSubclasses()));
  }
}
