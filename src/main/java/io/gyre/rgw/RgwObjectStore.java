package io.gyre.rgw;

import io.gyre.copy.DestinationVersion;
import io.gyre.copy.ObjectStore;
import io.gyre.copy.ObjectVersion;
import io.gyre.copy.RelayResult;
import io.gyre.copy.VersionWrite;
import io.gyre.s3.OpenAnswer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Objects of one RADOS gateway's zone, relayed to another's. Both ends are called as system users,
 * so that versions, owners and times can be kept.
 */
public final class RgwObjectStore implements ObjectStore {
  private final S3Client source;
  private final S3Client destination;
  private final Relay relay;

  /**
   * A store between two zones. The clients are not closed by it.
   *
   * @param storageClasses those that the destination's placement has; an object of another class
   *     goes to the default one
   * @param clock tells expired retention, which the gateway refuses
   */
  public RgwObjectStore(
      S3Client source,
      S3Client destination,
      Set<String> storageClasses,
      CopyObserver observer,
      Clock clock) {
    this.source = source;
    this.destination = destination;
    this.relay = new Relay(source, destination, Set.copyOf(storageClasses), observer, clock);
  }

  @Override
  public CompletionStage<RelayResult> relay(ObjectVersion version, VersionWrite write) {
    return relay
        .run(version, write)
        .exceptionallyCompose(
            failure ->
                Refusals.provenAbsent(failure)
                    ? CompletableFuture.completedFuture(new RelayResult.Gone(false))
                    : CompletableFuture.failedFuture(failure));
  }

  @Override
  public CompletionStage<Boolean> relayAttributes(ObjectVersion version) {
    throw new UnsupportedOperationException("attributes of versions");
  }

  @Override
  public CompletionStage<Optional<DestinationVersion>> destination(ObjectVersion version) {
    return stat(destination, version).thenApply(found -> found.map(Stat::asDestination));
  }

  @Override
  public CompletionStage<Boolean> existsAtSource(ObjectVersion version) {
    return stat(source, version).thenApply(Optional::isPresent);
  }

  @Override
  public CompletionStage<Void> remove(ObjectVersion version, OptionalLong olhEpoch) {
    S3Request request =
        S3Request.object(Method.DELETE, version.bucket(), version.key())
            .queryIfGiven("versionId", version.versionId())
            .header("x-amz-bypass-governance-retention", "true");
    olhEpoch.ifPresent(epoch -> request.query("rgwx-versioned-epoch", "" + epoch));
    return destination
        .call(request)
        .<Void>thenApply(answer -> null)
        .exceptionallyCompose(
            failure ->
                Refusals.provenAbsent(failure)
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(failure));
  }

  @Override
  public CompletionStage<Boolean> writeDeleteMarker(
      ObjectVersion marker, VersionWrite write, String owner) {
    S3Request request =
        S3Request.object(Method.DELETE, marker.bucket(), marker.key())
            .queryIfGiven("rgwx-uid", owner)
            .queryIfGiven("rgwx-version-id", write.versionId());
    write.olhEpoch().ifPresent(epoch -> request.query("rgwx-versioned-epoch", "" + epoch));
    return destination
        .call(request)
        .thenApply(answer -> answer.header("x-amz-delete-marker").equals("true"));
  }

  private record Stat(SourceObject object, ObjectAttributes attributes) {
    DestinationVersion asDestination() {
      return new DestinationVersion(
          object.versionId(),
          object.size(),
          object.etag(),
          attributes.text(WritePlan.SOURCE_MTIME).flatMap(Mtime::parse));
    }
  }

  /** What a zone has of a version; without its bytes. */
  private static CompletionStage<Optional<Stat>> stat(S3Client zone, ObjectVersion version) {
    S3Request request =
        SourceObject.get(version).query("rgwx-sync-manifest", "true").query("rgwx-stat", "true");
    return zone.open(request)
        .thenCompose(RgwObjectStore::readStat)
        .thenApply(Optional::of)
        .exceptionallyCompose(
            failure ->
                Refusals.provenAbsent(failure)
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : CompletableFuture.failedFuture(failure));
  }

  private static CompletionStage<Stat> readStat(OpenAnswer answer) {
    SourceObject object = SourceObject.of(answer.headers());
    return answer
        .body()
        .collect(object.attributesLength())
        .thenApply(json -> new Stat(object, ObjectAttributes.parse(json, json.length)))
        .whenComplete((done, failure) -> answer.body().cancelIf(failure));
  }
}
