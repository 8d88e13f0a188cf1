package io.gyre.rgw;

import io.gyre.copy.ObjectVersion;
import io.gyre.copy.RelayResult;
import io.gyre.copy.VersionWrite;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.s3.OpenAnswer;
import io.gyre.s3.RequestBody;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Copies one version: a GET that brings attributes and bytes, and a PUT that carries both on. */
final class Relay {
  /** Bodies up to this many bytes are held in memory: two requests and no hand-shake for them. */
  private static final int BUFFERED_MAX = 64 << 10;

  private final S3Client source;
  private final S3Client destination;
  private final Set<String> storageClasses;
  private final StateReader states;
  private final StateWriter writer;
  private final Clock clock;

  Relay(
      S3Client source,
      S3Client destination,
      Set<String> storageClasses,
      StateReader states,
      StateWriter writer,
      Clock clock) {
    this.source = source;
    this.destination = destination;
    this.storageClasses = storageClasses;
    this.states = states;
    this.writer = writer;
    this.clock = clock;
  }

  CompletionStage<RelayResult> run(ObjectVersion version, VersionWrite write) {
    S3Request request =
        S3Request.object(Method.GET, version.bucket(), version.key())
            .queryIfGiven("versionId", version.versionId())
            .query("rgwx-prepend-metadata", "true")
            .query("rgwx-sync-manifest", "true");
    return source
        .open(request)
        .thenCompose(
            answer ->
                copy(new Job(version, write), answer)
                    .whenComplete((done, failure) -> answer.body().cancelIf(failure)));
  }

  private record Job(ObjectVersion version, VersionWrite write) {
    /** The version as the destination names it. */
    ObjectVersion written() {
      return write.versionId().isEmpty()
          ? version
          : new ObjectVersion(version.bucket(), version.key(), write.versionId());
    }
  }

  private CompletionStage<RelayResult> copy(Job job, OpenAnswer answer) {
    SourceObject object = SourceObject.of(answer.headers());
    if (object.size() <= BUFFERED_MAX) {
      int total = object.attributesLength() + (int) object.size();
      return answer.body().collect(total).thenCompose(all -> copyBuffered(job, object, all));
    }
    return answer
        .body()
        .collect(object.attributesLength())
        .thenCompose(
            json ->
                write(
                    job,
                    object,
                    ObjectAttributes.parse(json, json.length),
                    new RequestBody.Stream(object.size(), answer.body().slice(object.size()))));
  }

  private CompletionStage<RelayResult> copyBuffered(Job job, SourceObject object, byte[] all) {
    int start = object.attributesLength();
    return write(
        job,
        object,
        ObjectAttributes.parse(all, start),
        new RequestBody.Bytes(ByteBuffer.wrap(all, start, all.length - start)));
  }

  private CompletionStage<RelayResult> write(
      Job job, SourceObject object, ObjectAttributes attributes, RequestBody body) {
    Refusals.check(job.version(), attributes);
    return states
        .read(job.version(), attributes)
        .thenCompose(
            state -> {
              WritePlan plan =
                  WritePlan.of(object, attributes, state, storageClasses, false, clock.instant());
              return destination
                  .call(put(job, object, state, plan, body))
                  .exceptionallyCompose(
                      failure ->
                          CompletableFuture.failedFuture(
                              Refusals.explain(failure, state.policy().owner())))
                  .thenApply(answer -> verified(job, object, answer))
                  .thenCompose(copied -> follow(job, state, plan).thenApply(done -> copied));
            });
  }

  private static S3Request put(
      Job job, SourceObject object, ObjectState state, WritePlan plan, RequestBody body) {
    S3Request request =
        S3Request.object(Method.PUT, job.version().bucket(), job.version().key())
            .query("rgwx-uid", state.policy().owner())
            .queryIfGiven("rgwx-version-id", job.write().versionId())
            .headers(plan.headers())
            .body(body);
    job.write().olhEpoch().ifPresent(e -> request.query("rgwx-versioned-epoch", "" + e));
    if (object.hasPlainEtag()) {
      // The destination then refuses a body that was damaged on the way before it stores it.
      byte[] md5 = HexFormat.of().parseHex(object.etag());
      request.header("Content-MD5", Base64.getEncoder().encodeToString(md5));
    }
    return request;
  }

  /** Writes what the headers could not carry. */
  private CompletionStage<Void> follow(Job job, ObjectState state, WritePlan plan) {
    CompletionStage<Void> done = CompletableFuture.completedFuture(null);
    if (plan.tagsFollow()) {
      done = done.thenCompose(before -> writer.tags(job.written(), state.tags()));
    }
    if (plan.aclFollows()) {
      done = done.thenCompose(before -> writer.acl(job.written(), state.policy()));
    }
    return done;
  }

  private RelayResult verified(Job job, SourceObject object, S3Answer answer) {
    boolean sameEtag = answer.etag().equals(object.etag());
    if (object.hasPlainEtag() && !sameEtag) {
      throw wrong(job, "has ETag " + answer.etag() + " and not " + object.etag());
    }
    String wanted = job.write().versionId();
    String written = answer.header("x-amz-version-id");
    if (!wanted.isEmpty() && !wanted.equals(written)) {
      throw wrong(job, "was written as version '" + written + "' and not " + wanted);
    }
    return new RelayResult.Copied(object.size(), object.mtime(), sameEtag);
  }

  private GatewayException wrong(Job job, String what) {
    String message = "zone " + destination.zone() + ": the copy of " + job.version() + " " + what;
    return new GatewayException(FailureClass.CORRUPT, message, null);
  }
}
