package io.gyre.rgw;

import io.gyre.copy.DestinationVersion;
import io.gyre.copy.ObjectVersion;
import io.gyre.s3.OpenAnswer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a zone has of a version, without its bytes. */
record Stat(SourceObject object, ObjectAttributes attributes) {

  /** Empty when the zone's own error body says that it has no such version. */
  static CompletionStage<Optional<Stat>> of(S3Client zone, ObjectVersion version) {
    return zone.open(request(version))
        .thenCompose(answer -> answer.read(Stat::read))
        .thenApply(Optional::of)
        .exceptionallyCompose(
            failure ->
                Refusals.provenAbsent(failure)
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : CompletableFuture.failedFuture(failure));
  }

  /** The same of a version that the zone may not be able to decrypt; fails where it has none. */
  static CompletionStage<Stat> undecrypted(S3Client zone, ObjectVersion version) {
    return zone.open(request(version).query("rgwx-skip-decrypt", "true"))
        .thenCompose(answer -> answer.read(Stat::read));
  }

  private static S3Request request(ObjectVersion version) {
    return SourceObject.get(version).query("rgwx-sync-manifest", "true").query("rgwx-stat", "true");
  }

  private static CompletionStage<Stat> read(OpenAnswer answer) {
    SourceObject object = SourceObject.of(answer.headers());
    return answer
        .body()
        .collect(object.attributesLength())
        .thenApply(json -> new Stat(object, ObjectAttributes.parse(json, json.length)));
  }

  DestinationVersion asDestination(Optional<Instant> sourceMtime) {
    return new DestinationVersion(object.versionId(), object.size(), object.etag(), sourceMtime);
  }
}
