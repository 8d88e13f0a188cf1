package io.gyre.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.check.ObjectFacts.Acl;
import io.gyre.copy.ObjectVersion;
import io.gyre.failure.Attempts;
import io.gyre.failure.RetryPolicy;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.KeyOrder;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.log.LogShards;
import io.gyre.map.Mapping;
import io.gyre.metadata.FakeMetadataStore;
import io.gyre.metadata.SampleMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A zone in memory, as a comparison sees it. */
final class FakeZone implements Contents {
  private static final int SHARDS = 3;

  final FakeMetadataStore metadata;

  /** Calls for single keys and versions, in order. */
  final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

  /** Index shards that were listed; -1 for all of a bucket's. */
  final Set<Integer> listed = ConcurrentHashMap.newKeySet();

  /** By bucket; what its listing fails with. */
  final Map<String, RuntimeException> broken = new ConcurrentHashMap<>();

  /** By key; what its facts say instead. */
  final Map<String, ObjectFacts> facts = new ConcurrentHashMap<>();

  private final Map<String, TreeMap<String, List<ListedVersion>>> buckets =
      new ConcurrentHashMap<>();
  private final String name;

  FakeZone(String name) {
    this.name = name;
    this.metadata = new FakeMetadataStore("gyre", "AK" + name);
  }

  FakeZone bucket(String bucket, int shards) {
    BucketInstance instance =
        new BucketInstance(BucketName.parse(bucket), "id-of-" + name + "-" + bucket);
    metadata.given("bucket", bucket, SampleMetadata.entryPoint(instance, instance.id(), "ann"));
    ObjectNode info = SampleMetadata.instance(instance, instance.id(), "ann", "group");
    info.withObject("/data/bucket_info").put("num_shards", shards);
    metadata.given("bucket.instance", instance.toString(), info);
    buckets.putIfAbsent(bucket, new TreeMap<>(KeyOrder::compare));
    return this;
  }

  FakeZone bucket(String bucket) {
    return bucket(bucket, SHARDS);
  }

  FakeZone put(String bucket, ListedVersion... versions) {
    TreeMap<String, List<ListedVersion>> keys = buckets.get(bucket);
    synchronized (keys) {
      keys.put(versions[0].key(), List.of(versions));
    }
    return this;
  }

  ZoneView view() {
    RetryPolicy once =
        new RetryPolicy(
            Duration.ZERO, Duration.ZERO, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    Attempts attempts =
        new Attempts(once, time -> CompletableFuture.completedFuture(null), () -> 0);
    return new ZoneView(
        metadata,
        bucket -> CompletableFuture.completedFuture(Optional.empty()),
        this::list,
        this,
        Mapping.NONE,
        attempts);
  }

  private CompletionStage<Optional<ListingPage>> list(
      BucketShard shard, ListingPosition after, int max) {
    String bucket = shard.instance().bucket().toString();
    if (broken.containsKey(bucket)) {
      return CompletableFuture.failedFuture(broken.get(bucket));
    }
    listed.add(shard.shard());
    List<ListedVersion> rows = new ArrayList<>();
    TreeMap<String, List<ListedVersion>> keys = buckets.get(bucket);
    boolean more = false;
    synchronized (keys) {
      for (Map.Entry<String, List<ListedVersion>> key :
          keys.tailMap(after.key(), false).entrySet()) {
        boolean ours =
            shard.shard() == BucketShard.UNSHARDED
                || LogShards.indexes(shard.shard(), key.getKey(), SHARDS);
        more = more || (ours && rows.size() >= max);
        if (ours && !more) {
          rows.addAll(key.getValue());
        }
      }
    }
    String last = rows.isEmpty() ? "" : rows.get(rows.size() - 1).key();
    return CompletableFuture.completedFuture(
        Optional.of(new ListingPage(rows, new ListingPosition(last, "null"), more)));
  }

  @Override
  public CompletionStage<List<ListedVersion>> versions(BucketName bucket, String key) {
    asked.add("versions " + key);
    TreeMap<String, List<ListedVersion>> keys =
        buckets.getOrDefault(bucket.toString(), new TreeMap<>());
    synchronized (keys) {
      return CompletableFuture.completedFuture(keys.getOrDefault(key, List.of()));
    }
  }

  @Override
  public CompletionStage<Optional<ObjectFacts>> facts(ObjectVersion version, boolean bytes) {
    asked.add((bytes ? "bytes " : "facts ") + version.key());
    return versions(version.bucket(), version.key())
        .thenApply(
            versions ->
                versions.stream()
                    .filter(each -> each.versionId().equals(version.versionId()))
                    .findFirst()
                    .map(each -> facts.getOrDefault(version.key(), facts(each, ""))));
  }

  /** What an object has of which nothing more is said. */
  static ObjectFacts facts(ListedVersion version, String sourceEtag) {
    return new ObjectFacts(
        version.size(),
        version.etag(),
        sourceEtag,
        "",
        new Acl("ann", Set.of()),
        Map.of(),
        Set.of(),
        Optional.empty(),
        false,
        Optional.empty());
  }
}
