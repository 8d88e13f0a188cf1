package io.gyre.rgw;

import io.gyre.copy.AdaptiveLimit;
import io.gyre.copy.DestinationVersion;
import io.gyre.copy.ObjectOwners;
import io.gyre.copy.ObjectStore;
import io.gyre.copy.ObjectVersion;
import io.gyre.copy.RelayResult;
import io.gyre.copy.VersionRequest;
import io.gyre.copy.VersionWrite;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import io.gyre.log.Versioning;
import io.gyre.map.Mapping;
import io.gyre.s3.RequestBody;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import io.gyre.select.Contents;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
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
  private final SourceObjects sourceObjects;
  private final S3Client destination;
  private final Relay relay;
  private final StateRelay states;
  private final VersionRemoval removal;
  private final OwnerWrites owners;
  private final AsMapped mapped;
  private final CopyObserver observer;
  private final VersionsOfKey versionsAtDestination;

  /**
   * A store between two zones. The clients are not closed by it.
   *
   * @param storageClasses those that the destination's placement has; an object of another class
   *     goes to the default one
   * @param owners in whose names objects are written
   * @param lockDefaults of the destination's buckets
   * @param parts lets so many parts of large objects through at once
   * @param contents which objects are copied
   * @param map whose they are at the destination, and in which storage classes
   * @param clock tells expired retention, which the gateway refuses
   */
  public RgwObjectStore(
      S3Client source,
      S3Client destination,
      Set<String> storageClasses,
      ObjectOwners owners,
      LockDefaults lockDefaults,
      CopyObserver observer,
      AdaptiveLimit parts,
      Contents contents,
      Mapping map,
      Clock clock) {
    this.source = source;
    this.sourceObjects = new SourceObjects(source, observer, contents, clock);
    this.destination = destination;
    this.owners = new OwnerWrites(owners, map.owners());
    this.mapped = new AsMapped(map, storageClasses, owners::standsIn);
    this.observer = observer;
    this.relay =
        new Relay(
            sourceObjects,
            destination,
            Set.copyOf(storageClasses),
            this.owners,
            map.classes(),
            lockDefaults,
            observer,
            parts,
            clock);
    this.states = new StateRelay(source, destination, this.owners, observer, clock);
    this.removal = new VersionRemoval(destination);
    this.versionsAtDestination = new VersionsOfKey(destination);
  }

  @Override
  public CompletionStage<RelayResult> relay(ObjectVersion version, VersionWrite write) {
    return relay
        .run(version, write)
        .exceptionallyCompose(
            failure ->
                Refusals.provenAbsent(failure)
                    ? sourceObjects.lists(version).thenApply(RelayResult.Gone::new)
                    : CompletableFuture.failedFuture(failure));
  }

  @Override
  public CompletionStage<Boolean> relayAttributes(ObjectVersion version) {
    return Stat.of(destination, version)
        .thenCompose(
            here ->
                here.isEmpty()
                    ? CompletableFuture.completedFuture(false)
                    : atSource(version)
                        .thenCompose(there -> relayAttributes(version, there, here.get())));
  }

  private CompletionStage<Boolean> relayAttributes(ObjectVersion version, Stat there, Stat here) {
    if (!mapped.hasClassOf(there, here)) {
      return CompletableFuture.completedFuture(false);
    }
    return sourceObjects
        .takes(version, there)
        .thenCompose(
            selected ->
                selected
                    ? Refusals.ofDestination(version, states.run(version, there, here))
                    : CompletableFuture.completedFuture(false));
  }

  private CompletionStage<Stat> atSource(ObjectVersion version) {
    return Stat.of(source, version)
        .thenApply(
            found ->
                found.orElseThrow(
                    () ->
                        new GatewayException(
                            FailureClass.GONE, version + " is gone at the source", null)));
  }

  @Override
  public CompletionStage<Optional<DestinationVersion>> destination(ObjectVersion version) {
    return Stat.of(destination, version)
        .thenCompose(
            found ->
                found.isEmpty()
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : recordedMtime(version, found.get())
                        .thenApply(mtime -> Optional.of(found.get().asDestination(mtime))));
  }

  /**
   * The source's mtime as the copy recorded it. A copy that needed further requests is not believed
   * before both ends have been compared: it may have been cut short between them.
   */
  private CompletionStage<Optional<Instant>> recordedMtime(ObjectVersion version, Stat here) {
    Optional<Instant> recorded =
        here.attributes().text(WritePlan.SOURCE_MTIME).flatMap(Mtime::parse);
    if (recorded.isPresent() && !mapped.is(here)) {
      return CompletableFuture.completedFuture(Optional.of(Instant.EPOCH));
    }
    boolean followed = here.attributes().has(WritePlan.FOLLOWED_BY);
    if (recorded.isEmpty() || !(followed || mapped.asksForClass(here))) {
      return CompletableFuture.completedFuture(recorded);
    }
    return Stat.of(source, version)
        .thenCompose(
            there ->
                there.isEmpty()
                    ? CompletableFuture.completedFuture(recorded)
                    : equal(version, there.get(), here, followed)
                        .thenApply(equal -> equal ? recorded : Optional.of(Instant.EPOCH)));
  }

  private CompletionStage<Boolean> equal(
      ObjectVersion version, Stat there, Stat here, boolean followed) {
    boolean placed = !mapped.asksForClass(here) || mapped.hasClassOf(there, here);
    return placed && followed
        ? states.equal(version, there, here)
        : CompletableFuture.completedFuture(placed);
  }

  @Override
  public CompletionStage<Boolean> existsAtSource(ObjectVersion version) {
    return sourceObjects.exists(version);
  }

  @Override
  public CompletionStage<Void> remove(ObjectVersion version) {
    return removal.remove(version);
  }

  @Override
  public CompletionStage<Boolean> writeDeleteMarker(
      ObjectVersion marker, VersionWrite write, String sourceOwner) {
    String owner = owners.map().of(sourceOwner);
    return owner.isEmpty()
        ? mark(marker, write, "")
        : owners.run(marker, () -> markAs(marker, write, owner));
  }

  private CompletionStage<Boolean> markAs(ObjectVersion marker, VersionWrite write, String owner) {
    String writer = owners.writerFor(owner);
    return owners
        .as(writer, marker, () -> mark(marker, write, writer))
        .thenApply(
            made -> {
              if (made && !writer.equals(owner)) {
                observer.ownerReplaced(marker, owner, writer);
              }
              return made;
            });
  }

  private CompletionStage<Boolean> mark(ObjectVersion marker, VersionWrite write, String writer) {
    S3Request request =
        S3Request.object(Method.DELETE, marker.bucket(), marker.key())
            .queryIfGiven("rgwx-uid", writer)
            .queries(write.parameters());
    return destination
        .call(request)
        .thenApply(answer -> write.isProvenBy(answer.header(write.request().proof().header())));
  }

  @Override
  public CompletionStage<List<ListedVersion>> versionsAtSource(BucketName bucket, String key) {
    return sourceObjects.versions(bucket, key);
  }

  @Override
  public CompletionStage<List<ListedVersion>> versionsAtDestination(BucketName bucket, String key) {
    return versionsAtDestination.all(bucket, key);
  }

  @Override
  public CompletionStage<Void> writePlaceholder(ObjectVersion placeholder) {
    S3Request request =
        S3Request.object(Method.PUT, placeholder.bucket(), placeholder.key())
            .queries(
                VersionRequest.WRITE_ID.parameters(placeholder.versionId(), OptionalLong.empty()))
            .body(RequestBody.of(""));
    return destination.call(request).thenApply(answer -> null);
  }

  @Override
  public CompletionStage<Versioning> versioning(BucketName bucket) {
    return destination
        .call(S3Request.bucket(Method.GET, bucket).flag("versioning"))
        .thenApply(answer -> VersioningXml.read(destination.zone(), answer));
  }

  @Override
  public CompletionStage<Void> setVersioning(BucketName bucket, Versioning state) {
    S3Request request =
        S3Request.bucket(Method.PUT, bucket)
            .flag("versioning")
            .body(RequestBody.of(VersioningXml.write(state)));
    return destination.call(request).thenApply(answer -> null);
  }
}
