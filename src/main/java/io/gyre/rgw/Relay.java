package io.gyre.rgw;

import io.gyre.copy.MultipartPlan;
import io.gyre.copy.MultipartPlan.Stretch;
import io.gyre.copy.ObjectVersion;
import io.gyre.copy.RelayResult;
import io.gyre.copy.VersionRequest;
import io.gyre.copy.VersionWrite;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.rgw.ObjectLock.Retention;
import io.gyre.s3.OpenAnswer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import io.gyre.select.Contents;
import io.gyre.select.Traits;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Copies one version: a GET that brings attributes and bytes, and a write that carries both on. */
final class Relay {
  /** Bodies up to this many bytes are held in memory: two requests and no hand-shake for them. */
  private static final int BUFFERED_MAX = 64 << 10;

  private static final int BAD_REQUEST = 400;

  private final S3Client source;
  private final Set<String> storageClasses;
  private final OwnerWrites owners;
  private final CopyObserver observer;
  private final LockDefaults lockDefaults;
  private final StateReader states;
  private final StateWriter writer;
  private final RetentionWriter retentions;
  private final SingleWrite single;
  private final MultipartWrite multipart;
  private final Clock clock;
  private final Contents contents;

  Relay(
      S3Client source,
      S3Client destination,
      Set<String> storageClasses,
      OwnerWrites owners,
      LockDefaults lockDefaults,
      CopyObserver observer,
      Contents contents,
      Clock clock) {
    this.contents = contents;
    this.lockDefaults = lockDefaults;
    this.source = source;
    this.storageClasses = storageClasses;
    this.owners = owners;
    this.observer = observer;
    this.states = new StateReader(source, observer);
    this.writer = new StateWriter(destination, observer);
    this.retentions = new RetentionWriter(destination, writer);
    this.single = new SingleWrite(destination);
    this.multipart = new MultipartWrite(destination);
    this.clock = clock;
  }

  CompletionStage<RelayResult> run(ObjectVersion version, VersionWrite write) {
    return owners.run(version, () -> once(version, write));
  }

  private CompletionStage<RelayResult> once(ObjectVersion version, VersionWrite write) {
    S3Request request = SourceObject.get(version).query("rgwx-sync-manifest", "true");
    return source
        .open(request)
        .exceptionallyCompose(failure -> explained(version, failure))
        .thenCompose(opened -> opened.read(answer -> copy(version, write, answer)));
  }

  /**
   * All that the gateway says of an object that its owner's key encrypts is 400; its attributes,
   * which it gives where nothing has to be decrypted, say why.
   */
  private CompletionStage<OpenAnswer> explained(ObjectVersion version, Throwable failure) {
    Throwable known = GatewayException.unwrap(failure);
    CompletionStage<OpenAnswer> failed = CompletableFuture.failedFuture(known);
    if (!(known instanceof GatewayException refusal) || refusal.status() != BAD_REQUEST) {
      return failed;
    }
    return Stat.undecrypted(source, version)
        .handle((stat, without) -> Optional.ofNullable(stat))
        .thenCompose(
            stat -> {
              stat.ifPresent(found -> Refusals.check(version, found.attributes()));
              return failed;
            });
  }

  private CompletionStage<RelayResult> copy(
      ObjectVersion version, VersionWrite write, OpenAnswer answer) {
    SourceObject object = SourceObject.of(answer.headers());
    int start = object.attributesLength();
    if (object.size() > BUFFERED_MAX) {
      return answer
          .body()
          .collect(start)
          .thenCompose(
              json ->
                  copy(
                      version,
                      write,
                      object,
                      ObjectAttributes.parse(json, start),
                      ObjectData.of(answer.body())))
          .thenApply(
              result -> {
                if (result instanceof RelayResult.Unselected) {
                  answer.body().cancel();
                }
                return result;
              });
    }
    return answer
        .body()
        .collect(start + (int) object.size())
        .thenCompose(
            all ->
                copy(
                    version,
                    write,
                    object,
                    ObjectAttributes.parse(all, start),
                    ObjectData.of(ByteBuffer.wrap(all, start, all.length - start))));
  }

  /** Unless it is not to be copied: what is not selected need not be what can be copied. */
  private CompletionStage<RelayResult> copy(
      ObjectVersion version,
      VersionWrite write,
      SourceObject object,
      ObjectAttributes attributes,
      ObjectData data) {
    Traits traits = traits(object, attributes);
    if (!contents.takeObject(traits, clock.instant())) {
      return CompletableFuture.completedFuture(new RelayResult.Unselected());
    }
    Refusals.check(version, attributes);
    return states
        .read(version, attributes)
        .thenCompose(
            state ->
                contents.takeObject(traits.with(state.tags().pairs()), clock.instant())
                    ? job(version, write, object, attributes, state)
                        .thenCompose(job -> copy(job, data))
                    : CompletableFuture.completedFuture(new RelayResult.Unselected()));
  }

  private static Traits traits(SourceObject object, ObjectAttributes attributes) {
    return Traits.of(
        object.size(), object.mtime(), attributes.text("storage_class").orElse("STANDARD"));
  }

  /** Whether what the source has of a version is to be copied. */
  CompletionStage<Boolean> isSelected(ObjectVersion version, Stat there) {
    Traits traits = traits(there.object(), there.attributes());
    return contents.objects().asksForTags()
        ? states
            .read(version, there.attributes())
            .thenApply(
                state -> contents.takeObject(traits.with(state.tags().pairs()), clock.instant()))
        : CompletableFuture.completedFuture(contents.takeObject(traits, clock.instant()));
  }

  private CompletionStage<CopyJob> job(
      ObjectVersion version,
      VersionWrite write,
      SourceObject object,
      ObjectAttributes attributes,
      ObjectState read) {
    return againstDefault(version, write, read)
        .thenApply(
            state -> {
              String owner = state.policy().owner();
              String writer = owners.writerFor(owner);
              ObjectState written =
                  writer.equals(owner) ? state : state.withPolicy(state.policy().ownedBy(writer));
              return new CopyJob(version, write, object, attributes, owner, written);
            });
  }

  /**
   * Without retention of its own the version would get the destination bucket's default, from now
   * on. One that has all but ended overrides it, and means no more than none.
   */
  private CompletionStage<ObjectState> againstDefault(
      ObjectVersion version, VersionWrite write, ObjectState state) {
    boolean retained = state.retention().filter(kept -> !kept.expired(clock.instant())).isPresent();
    if (write.request() != VersionRequest.WRITE_ID || retained) {
      return CompletableFuture.completedFuture(state);
    }
    Retention none = ObjectLock.allButNone(clock.instant());
    return lockDefaults
        .has(version.bucket())
        .thenApply(has -> has ? state.withRetention(Optional.of(none)) : state);
  }

  private CompletionStage<RelayResult> copy(CopyJob job, ObjectData data) {
    return plan(job)
        .thenCompose(parts -> Refusals.ofDestination(job.version(), written(job, parts, data)));
  }

  /** Empty for a single PUT. */
  private CompletionStage<Optional<MultipartPlan>> plan(CopyJob job) {
    String etag = job.object().etag();
    long size = job.object().size();
    if (MultipartPlan.partsOf(etag) == 0) {
      return CompletableFuture.completedFuture(MultipartPlan.of(etag, size, List.of()));
    }
    return layout(job).thenApply(stretches -> MultipartPlan.of(etag, size, stretches));
  }

  private CompletionStage<List<Stretch>> layout(CopyJob job) {
    S3Request request =
        job.request(Method.GET).flag("layout").query("versionId", job.version().readId());
    return source
        .open(request)
        .thenCompose(answer -> answer.body().head(Layout.READ_MAX))
        .thenApply(
            json -> {
              Layout layout = Layout.parse(json);
              if (layout.size() != job.object().size()) {
                String message = job.version() + " changed at the source while it was read";
                throw new GatewayException(FailureClass.TRANSIENT, message, null);
              }
              return layout.stretches();
            });
  }

  private CompletionStage<RelayResult> written(
      CopyJob job, Optional<MultipartPlan> parts, ObjectData data) {
    WritePlan plan = WritePlan.of(job, storageClasses, parts.isPresent(), clock.instant());
    return owners
        .as(
            job.state().policy().owner(),
            job.version(),
            () ->
                parts
                    .map(all -> multipart.run(job, plan, all, data))
                    .orElseGet(() -> single.run(job, plan, data)))
        .thenCompose(sameEtag -> follow(job, plan).thenApply(done -> copied(job, plan, sameEtag)));
  }

  private RelayResult copied(CopyJob job, WritePlan plan, boolean sameEtag) {
    String writer = job.state().policy().owner();
    if (!writer.equals(job.owner())) {
      observer.ownerReplaced(job.version(), job.owner(), writer);
    }
    if (!sameEtag) {
      observer.etagDiffers(job.version(), job.object().etag());
    }
    plan.classLost().ifPresent(name -> observer.storageClassLost(job.version(), name));
    return new RelayResult.Copied(job.object().size(), job.object().mtime(), sameEtag);
  }

  /** Writes what the headers could not carry. */
  private CompletionStage<Void> follow(CopyJob job, WritePlan plan) {
    CompletionStage<Void> done = CompletableFuture.completedFuture(null);
    if (plan.tagsFollow()) {
      done = done.thenCompose(before -> writer.tags(job.written(), job.state().tags()));
    }
    if (plan.aclFollows()) {
      done = done.thenCompose(before -> writer.acl(job.written(), job.state().policy()));
    }
    if (plan.lockFollows()) {
      done = done.thenCompose(before -> lock(job));
    }
    return done;
  }

  private CompletionStage<Void> lock(CopyJob job) {
    Optional<Retention> retention =
        job.state().retention().filter(kept -> !kept.expired(clock.instant()));
    CompletionStage<Void> kept =
        retention.isPresent()
            ? retentions.write(job.written(), retention.get(), job.state().policy())
            : CompletableFuture.completedFuture(null);
    return kept.thenCompose(
        done ->
            job.state().legalHold().isPresent()
                ? writer.legalHold(job.written(), job.state().legalHold().get())
                : CompletableFuture.completedFuture(null));
  }
}
