package io.gyre.rgw;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.config.BucketFilter;
import io.gyre.doctor.BucketTraits;
import io.gyre.doctor.BucketsLook;
import io.gyre.doctor.Together;
import io.gyre.doctor.UsersLook;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.LogPosition;
import io.gyre.log.Versioning;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** What a zone's first buckets and users are like. */
final class RgwContentsLook {
  private static final int VERSIONED = 0x2;
  private static final int SUSPENDED = 0x4;

  /** Of a quota; what is left may be gone with the next object. */
  private static final double NEARLY_FULL = 0.95;

  private static final int LOG_PAGE = 1000;

  /** A shard's log of so many pages is large; the gateway warns of its object at twenty times. */
  private static final int LARGE_LOG_PAGES = 10;

  private final GatewayClient gateway;
  private final RgwMetadataStore metadata;

  RgwContentsLook(GatewayClient gateway) {
    this.gateway = gateway;
    this.metadata = new RgwMetadataStore(gateway);
  }

  private record User(String uid, boolean keyless, boolean quota) {}

  /**
   * Buckets that a filter accepts.
   *
   * @param max buckets of the zone's list at most
   * @param logs how many of them have the log of their first index shard looked at
   */
  CompletionStage<BucketsLook> buckets(BucketFilter filter, int max, int logs) {
    return metadata
        .keys("bucket", "", max)
        .thenCompose(
            page -> {
              List<BucketName> names =
                  page.keys().stream()
                      .map(BucketName::parse)
                      .filter(bucket -> filter.accepts(bucket.tenant(), bucket.name()))
                      .sorted()
                      .toList();
              List<BucketName> withLog = names.subList(0, Math.min(logs, names.size()));
              return Together.each(names, name -> traits(name, withLog.contains(name)))
                  .thenApply(
                      found ->
                          new BucketsLook(
                              found.stream().flatMap(Optional::stream).toList(),
                              page.marker().isEmpty()));
            });
  }

  /** One that is removed meanwhile is left out. */
  private CompletionStage<Optional<BucketTraits>> traits(BucketName bucket, boolean withLog) {
    return gateway
        .find(
            GatewayRequest.get("/admin/bucket")
                .with("bucket", bucket.toString())
                .with("stats", "true"))
        .thenCompose(
            found ->
                found.isEmpty()
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : traits(bucket, found.get(), withLog));
  }

  private CompletionStage<Optional<BucketTraits>> traits(
      BucketName bucket, JsonNode stats, boolean withLog) {
    BucketInstance instance = new BucketInstance(bucket, Json.required(stats, "id"));
    BucketShard first = BucketShard.all(instance, stats.path("num_shards").asInt()).get(0);
    CompletionStage<Boolean> large =
        withLog
            ? isLarge(first, LogPosition.ORIGIN, LARGE_LOG_PAGES)
            : CompletableFuture.completedFuture(false);
    return gateway
        .find(
            GatewayRequest.get("/admin/metadata/bucket.instance").with("key", instance.toString()))
        .thenCombine(
            large,
            (found, longLog) ->
                found
                    .map(it -> it.path("data").path("bucket_info"))
                    .map(
                        info ->
                            new BucketTraits(
                                bucket,
                                versioning(info.path("flags").asInt()),
                                info.path("reshard_status").asInt() != 0,
                                isFull(stats),
                                longLog)));
  }

  private static Versioning versioning(int flags) {
    if ((flags & VERSIONED) == 0) {
      return Versioning.NEVER;
    }
    return (flags & SUSPENDED) == 0 ? Versioning.ENABLED : Versioning.SUSPENDED;
  }

  private static boolean isFull(JsonNode stats) {
    JsonNode quota = stats.path("bucket_quota");
    long bytes = 0;
    long objects = 0;
    for (JsonNode part : stats.path("usage")) {
      bytes += part.path("size").asLong();
      objects += part.path("num_objects").asLong();
    }
    return Json.flag(quota, "enabled")
        && (reaches(bytes, quota.path("max_size").asLong(-1))
            || reaches(objects, quota.path("max_objects").asLong(-1)));
  }

  /** A quota below 0 is none. */
  private static boolean reaches(long used, long quota) {
    return quota >= 0 && used >= NEARLY_FULL * quota;
  }

  private CompletionStage<Boolean> isLarge(BucketShard shard, LogPosition after, int pages) {
    if (pages == 0) {
      return CompletableFuture.completedFuture(true);
    }
    return new RgwChangeLog(gateway)
        .readBucketIndex(shard, after, LOG_PAGE)
        .thenCompose(
            found ->
                found.filter(page -> page.more() && !page.next().equals(after)).isEmpty()
                    ? CompletableFuture.completedFuture(false)
                    : isLarge(shard, found.get().next(), pages - 1));
  }

  /** The first users of the zone. Of their keys nothing is kept but whether there are any. */
  CompletionStage<UsersLook> users(int max) {
    return metadata
        .keys("user", "", max)
        .thenCompose(
            page ->
                Together.each(page.keys(), this::user)
                    .thenApply(
                        found -> {
                          List<User> users = found.stream().flatMap(Optional::stream).toList();
                          return new UsersLook(
                              users.size(),
                              page.marker().isEmpty(),
                              names(users.stream().filter(User::keyless)),
                              names(users.stream().filter(User::quota)));
                        }));
  }

  private static List<String> names(Stream<User> users) {
    return users.map(User::uid).sorted().toList();
  }

  private CompletionStage<Optional<User>> user(String uid) {
    return gateway
        .find(GatewayRequest.get("/admin/metadata/user").with("key", uid))
        .thenApply(
            found ->
                found
                    .map(it -> it.path("data"))
                    .map(
                        user ->
                            new User(
                                uid,
                                user.path("keys").isEmpty()
                                    && user.path("swift_keys").isEmpty()
                                    && user.path("suspended").asInt() == 0,
                                Json.flag(user.path("user_quota"), "enabled"))));
  }
}
