package io.gyre.checkpoint;

import io.gyre.copy.Image;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The port's fake: what the adapter does, in maps. Stages are complete when they are returned. Held
 * to the same contract test; survives {@link #close}, so that a test can "restart" on it.
 */
public final class InMemoryCheckpointStore implements CheckpointStore {
  private record LogShardId(LogKind kind, int shard) {}

  private record ParkedId(BucketShard shard, String key, String instance) {
    static ParkedId of(ParkedEntry entry) {
      return new ParkedId(entry.shard(), entry.key(), entry.instance());
    }
  }

  private final Map<String, String> facts = new TreeMap<>();
  private final InMemoryImages images = new InMemoryImages();
  private final Map<LogShardId, LogShardState> logShards = new LinkedHashMap<>();
  private final Map<BucketShard, BucketShardState> bucketShards = new LinkedHashMap<>();
  private final Map<String, BucketState> buckets = new LinkedHashMap<>();
  private final Map<ParkedId, ParkedEntry> parked = new LinkedHashMap<>();
  private final Set<String> users = new HashSet<>();
  private final Set<String> refused = new HashSet<>();
  private final List<List<Change>> saves = new ArrayList<>();
  private @Nullable CheckpointException failure;
  private CompletionStage<Void> answer = CompletableFuture.completedFuture(null);

  /** From now on every save fails like this and records nothing; null: they succeed again. */
  public synchronized void failSaves(@Nullable CheckpointException failure) {
    this.failure = failure;
  }

  /** From now on saves happen at once, but are answered when this completes. */
  public synchronized void answerSavesAfter(CompletionStage<Void> moment) {
    this.answer = moment;
  }

  /** Everything that was saved, in order. */
  public synchronized List<List<Change>> saves() {
    return List.copyOf(saves);
  }

  @Override
  public synchronized CompletionStage<Void> save(List<Change> changes) {
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    saves.add(List.copyOf(changes));
    changes.forEach(this::apply);
    return answer.thenApply(answered -> answered);
  }

  private void apply(Change change) {
    if (change instanceof Change.LogShardMoved moved) {
      LogShardState state = moved.state();
      logShards.put(new LogShardId(state.kind(), state.shard()), state);
    } else if (change instanceof Change.BucketSeen seen) {
      buckets.put(seen.state().sourceMarker() + " " + seen.state().source().bucket(), seen.state());
    } else if (change instanceof Change.BucketForgotten forgotten) {
      buckets.values().removeIf(bucket -> bucket.source().equals(forgotten.source()));
      images.forget(forgotten.source().bucket());
      forget(forgotten.source());
    } else if (change instanceof Change.InstanceForgotten forgotten) {
      forget(forgotten.instance());
    } else if (change instanceof Change.Parked entry) {
      parked.merge(ParkedId.of(entry.entry()), entry.entry(), InMemoryRows::parkAgain);
    } else if (change instanceof Change.Unparked entry) {
      parked.remove(new ParkedId(entry.shard(), entry.key(), entry.instance()));
    } else if (change instanceof Change.UserOwned user) {
      users.add(user.uid());
      refused.remove(user.uid());
    } else if (change instanceof Change.UserRefused user) {
      users.remove(user.uid());
      refused.add(user.uid());
    } else if (change instanceof Change.UserForgotten user) {
      users.remove(user.uid());
      refused.remove(user.uid());
    } else if (change instanceof Change.Fact fact) {
      facts.put(fact.name(), fact.value());
    } else if (change instanceof Change.FactRemoved fact) {
      facts.remove(fact.name());
    } else if (!images.apply(change)) {
      applyToShard(change);
    }
  }

  private void applyToShard(Change change) {
    if (change instanceof Change.ShardMoved moved) {
      BucketShardState state = moved.state();
      bucketShards.merge(
          state.shard(),
          InMemoryRows.dirty(state, Optional.empty()),
          (known, moving) ->
              InMemoryRows.follows(known, moving) ? InMemoryRows.moved(known, moving) : known);
    } else if (change instanceof Change.ShardDiscovered found) {
      bucketShards.putIfAbsent(
          found.state().shard(), InMemoryRows.dirty(found.state(), Optional.empty()));
    } else if (change instanceof Change.Dirty marked) {
      bucketShards.putIfAbsent(
          marked.shard(), BucketShardState.fresh(marked.shard(), marked.logShard(), false));
      bucketShards.computeIfPresent(
          marked.shard(), (id, known) -> InMemoryRows.marked(known, marked.since()));
    } else if (change instanceof Change.AllDirty all) {
      bucketShards.replaceAll(
          (id, known) ->
              known.logShard() == all.logShard() ? InMemoryRows.marked(known, all.since()) : known);
    } else if (change instanceof Change.AllRestarted) {
      bucketShards.replaceAll(
          (id, known) ->
              known.phase() == Phase.FULL || known.phase() == Phase.INCREMENTAL
                  ? known.restart()
                  : known);
    } else if (change instanceof Change.Clean clean) {
      bucketShards.computeIfPresent(
          clean.shard(), (id, known) -> InMemoryRows.dirty(known, Optional.empty()));
    } else {
      throw new IllegalArgumentException("not applied: " + change);
    }
  }

  private void forget(BucketInstance instance) {
    bucketShards.keySet().removeIf(shard -> shard.instance().equals(instance));
    parked.keySet().removeIf(id -> id.shard().instance().equals(instance));
    String index = Shortfall.indexOf(instance);
    facts.keySet().removeIf(name -> name.equals(index) || name.startsWith(index + ":"));
  }

  @Override
  public CompletionStage<Map<String, String>> facts() {
    return read(() -> Map.copyOf(facts));
  }

  @Override
  public CompletionStage<List<LogShardState>> logShards(LogKind kind) {
    return read(
        () ->
            logShards.values().stream()
                .filter(state -> state.kind() == kind)
                .sorted(Comparator.comparing(LogShardState::shard))
                .toList());
  }

  @Override
  public CompletionStage<Optional<LogShardState>> logShard(LogKind kind, int shard) {
    return read(() -> Optional.ofNullable(logShards.get(new LogShardId(kind, shard))));
  }

  @Override
  public CompletionStage<Optional<BucketShardState>> bucketShard(BucketShard shard) {
    return read(() -> Optional.ofNullable(bucketShards.get(shard)));
  }

  @Override
  public CompletionStage<List<BucketShardState>> work(
      int logShard, boolean full, Instant now, Set<BucketShard> except, int max) {
    return read(
        () -> {
          Stream<BucketShardState> eligible =
              bucketShards.values().stream()
                  .filter(state -> state.logShard() == logShard)
                  .filter(state -> !except.contains(state.shard()))
                  .filter(state -> !isPaused(state));
          return full ? fullWork(eligible, max) : liveWork(eligible, now, max);
        });
  }

  private boolean isPaused(BucketShardState state) {
    return Pause.among(facts).stream()
        .anyMatch(pause -> pause.bucket().equals(Optional.of(state.shard().instance().bucket())));
  }

  private static List<BucketShardState> fullWork(Stream<BucketShardState> eligible, int max) {
    return eligible
        .filter(state -> state.phase() == Phase.INIT || state.phase() == Phase.FULL)
        .limit(max)
        .toList();
  }

  private List<BucketShardState> liveWork(Stream<BucketShardState> eligible, Instant now, int max) {
    return eligible
        .filter(state -> state.phase() != Phase.INIT && state.phase() != Phase.FULL)
        .filter(state -> waiting(state, now).isPresent())
        .sorted(Comparator.comparing(state -> waiting(state, now).orElseThrow()))
        .limit(max)
        .toList();
  }

  private Optional<Instant> waiting(BucketShardState state, Instant now) {
    Stream<Instant> due =
        parked.values().stream()
            .filter(entry -> entry.shard().equals(state.shard()))
            .filter(entry -> state.phase() == Phase.INCREMENTAL)
            .map(ParkedEntry::nextTry)
            .filter(next -> !next.isAfter(now));
    return Stream.concat(state.dirtySince().stream(), due).min(Comparator.naturalOrder());
  }

  @Override
  public CompletionStage<List<BucketShardState>> bucketShards(
      Optional<BucketShard> after, int max) {
    Comparator<BucketShard> order =
        Comparator.comparing((BucketShard shard) -> shard.instance().toString())
            .thenComparing(BucketShard::shard);
    return read(
        () ->
            bucketShards.values().stream()
                .filter(state -> after.isEmpty() || order.compare(state.shard(), after.get()) > 0)
                .sorted(Comparator.comparing(BucketShardState::shard, order))
                .limit(max)
                .toList());
  }

  @Override
  public CompletionStage<ShardCounts> countShards() {
    return read(
        () -> {
          Map<Phase, Integer> byPhase = new EnumMap<>(Phase.class);
          bucketShards.values().forEach(state -> byPhase.merge(state.phase(), 1, Integer::sum));
          List<Instant> dirty =
              bucketShards.values().stream().flatMap(s -> s.dirtySince().stream()).toList();
          return new ShardCounts(
              byPhase, dirty.size(), dirty.stream().min(Comparator.naturalOrder()));
        });
  }

  @Override
  public CompletionStage<Behind> behind(Set<BucketShard> except) {
    return read(
        () -> {
          List<BucketShardState> counted =
              bucketShards.values().stream()
                  .filter(state -> !except.contains(state.shard()))
                  .filter(state -> state.phase().isFull() || state.dirtySince().isPresent())
                  .toList();
          int copying = (int) counted.stream().filter(state -> state.phase().isFull()).count();
          return new Behind(
              copying,
              counted.size() - copying,
              counted.stream()
                  .flatMap(state -> state.dirtySince().stream())
                  .min(Comparator.naturalOrder()));
        });
  }

  @Override
  public CompletionStage<List<BucketState>> bucketsNamed(String tenantAndName) {
    return read(
        () -> buckets.values().stream().filter(b -> name(b).equals(tenantAndName)).toList());
  }

  @Override
  public CompletionStage<List<BucketState>> buckets(String afterTenantAndName, int maxNames) {
    return read(
        () -> {
          Map<String, List<BucketState>> byName = new TreeMap<>();
          buckets.values().stream()
              .filter(bucket -> name(bucket).compareTo(afterTenantAndName) > 0)
              .forEach(b -> byName.computeIfAbsent(name(b), n -> new ArrayList<>()).add(b));
          return byName.values().stream().limit(maxNames).flatMap(List::stream).toList();
        });
  }

  private static String name(BucketState bucket) {
    return bucket.source().bucket().toString();
  }

  private boolean removalFailed(BucketState bucket) {
    return Shortfall.among(facts).stream()
        .anyMatch(it -> it.section().equals(Shortfall.REMOVAL) && it.name().equals(name(bucket)));
  }

  @Override
  public CompletionStage<List<BucketState>> bucketsBeingRemoved(int max) {
    return read(
        () ->
            buckets.values().stream()
                .filter(bucket -> bucket.standing() == BucketState.Standing.REMOVING)
                .sorted(
                    Comparator.comparing(this::removalFailed)
                        .thenComparing(InMemoryCheckpointStore::name))
                .limit(max)
                .toList());
  }

  @Override
  public CompletionStage<Integer> countRemovals() {
    return read(
        () ->
            (int)
                buckets.values().stream()
                    .filter(bucket -> bucket.standing() == BucketState.Standing.REMOVING)
                    .filter(bucket -> !removalFailed(bucket))
                    .count());
  }

  @Override
  public CompletionStage<List<String>> ownedUsers(String after, int max) {
    return read(() -> page(users.stream(), after, max));
  }

  @Override
  public CompletionStage<Boolean> ownsUser(String uid) {
    return read(() -> users.contains(uid));
  }

  @Override
  public CompletionStage<List<String>> refusedUsers(String after, int max) {
    return read(() -> page(refused.stream(), after, max));
  }

  @Override
  public CompletionStage<List<String>> refusedBuckets(String afterTenantAndName, int max) {
    return read(
        () ->
            page(
                buckets.values().stream()
                    .filter(InMemoryCheckpointStore::isNotFollowedYet)
                    .map(bucket -> bucket.source().bucket().toString()),
                afterTenantAndName,
                max));
  }

  private static List<String> page(Stream<String> names, String after, int max) {
    return names.filter(name -> name.compareTo(after) > 0).distinct().sorted().limit(max).toList();
  }

  @Override
  public CompletionStage<List<ParkedEntry>> parkedDue(BucketShard shard, Instant now, int max) {
    return read(
        () ->
            oldestFirst()
                .filter(entry -> entry.shard().equals(shard) && !entry.nextTry().isAfter(now))
                .sorted(Comparator.comparing(ParkedEntry::nextTry))
                .limit(max)
                .toList());
  }

  @Override
  public CompletionStage<List<ParkedEntry>> parkedOf(BucketShard shard, String key, int max) {
    return read(
        () ->
            parked.values().stream()
                .filter(entry -> entry.shard().equals(shard) && entry.key().equals(key))
                .sorted(Comparator.comparing(ParkedEntry::instance))
                .limit(max)
                .toList());
  }

  @Override
  public CompletionStage<List<ParkedEntry>> parkedUnknown(BucketShard shard, int max) {
    return read(
        () ->
            oldestFirst()
                .filter(entry -> entry.shard().equals(shard) && entry.unknownOutcome())
                .limit(max)
                .toList());
  }

  @Override
  public CompletionStage<List<Image>> images(BucketName bucket, String key) {
    return read(() -> images.of(bucket, key));
  }

  @Override
  public CompletionStage<List<OpenUpload>> uploads(int max) {
    return read(() -> images.uploads(max));
  }

  @Override
  public CompletionStage<Integer> countUnsettled(int attempts, Instant due) {
    return read(
        () ->
            (int)
                oldestFirst()
                    .filter(
                        entry ->
                            !entry.nextTry().isAfter(due)
                                || (entry.unknownOutcome() && entry.attempts() <= attempts))
                    .filter(entry -> isFollowed(entry.shard()))
                    .count());
  }

  private boolean isFollowed(BucketShard shard) {
    BucketShardState known = bucketShards.get(shard);
    return known != null && known.phase() != Phase.STOPPED && known.phase() != Phase.UNFOLLOWED;
  }

  @Override
  public CompletionStage<List<ParkedEntry>> parked(int offset, int max) {
    return read(() -> oldestFirst().skip(offset).limit(max).toList());
  }

  @Override
  public CompletionStage<Integer> countRefused() {
    return read(
        () ->
            refused.size()
                + Shortfall.among(facts).size()
                + (int)
                    buckets.values().stream()
                        .filter(InMemoryCheckpointStore::isNotFollowedYet)
                        .count()
                + (int)
                    bucketShards.values().stream()
                        .filter(shard -> shard.phase() == Phase.STOPPED)
                        .map(shard -> shard.shard().instance())
                        .distinct()
                        .filter(this::isFollowed)
                        .count());
  }

  private boolean isFollowed(BucketInstance instance) {
    return buckets.values().stream()
        .anyMatch(
            bucket ->
                bucket.source().equals(instance)
                    && bucket.standing() == BucketState.Standing.FOLLOWED);
  }

  private static boolean isNotFollowedYet(BucketState bucket) {
    return bucket.standing() == BucketState.Standing.REFUSED
        || bucket.standing() == BucketState.Standing.CREATING;
  }

  @Override
  public CompletionStage<Integer> countParked() {
    return read(parked::size);
  }

  private Stream<ParkedEntry> oldestFirst() {
    return parked.values().stream().sorted(Comparator.comparing(ParkedEntry::since));
  }

  private synchronized <T> CompletionStage<T> read(Supplier<T> reading) {
    return CompletableFuture.completedFuture(reading.get());
  }

  @Override
  public void close() {
    // What was saved stays, as on a disk.
  }
}
