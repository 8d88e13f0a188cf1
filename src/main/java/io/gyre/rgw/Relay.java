package io.gyre.rgw;

import io.gyre.copy.AdaptiveLimit;
import io.gyre.copy.MultipartPlan;
import io.gyre.copy.ObjectVersion;
import io.gyre.copy.RelayResult;
import io.gyre.copy.VersionRequest;
import io.gyre.copy.VersionWrite;
import io.gyre.map.ClassMap;
import io.gyre.rgw.ObjectLock.Retention;
import io.gyre.s3.S3Client;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Copies one version: a GET that brings attributes and bytes, and a write that carries both on. */
final class Relay {
  private final SourceObjects source;
  private final Set<String> storageClasses;
  private final OwnerWrites owners;
  private final ClassMap classes;
  private final CopyObserver observer;
  private final LockDefaults lockDefaults;
  private final StateWriter writer;
  private final RetentionWriter retentions;
  private final SingleWrite single;
  private final MultipartWrite multipart;
  private final AdaptiveLimit parts;
  private final Clock clock;

  Relay(
      SourceObjects source,
      S3Client destination,
      Set<String> storageClasses,
      OwnerWrites owners,
      ClassMap classes,
      LockDefaults lockDefaults,
      CopyObserver observer,
      AdaptiveLimit parts,
      Clock clock) {
    this.parts = parts;
    this.lockDefaults = lockDefaults;
    this.source = source;
    this.storageClasses = storageClasses;
    this.owners = owners;
    this.classes = classes;
    this.observer = observer;
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
    return source
        .read(version, found -> job(found, write).thenCompose(job -> copy(job, found)))
        .thenApply(result -> result.orElseGet(RelayResult.Unselected::new));
  }

  private CompletionStage<CopyJob> job(SourceVersion found, VersionWrite write) {
    return againstDefault(found.version(), write, found.state())
        .thenApply(
            state -> {
              AccessPolicy policy = owners.here(state.policy());
              String owner = policy.owner();
              String writer = owners.writerFor(owner);
              return new CopyJob(
                  found.version(),
                  write,
                  found.object(),
                  found.attributes(),
                  state.policy().owner(),
                  owner,
                  classes.of(found.attributes().text("storage_class").orElse("")),
                  state.withPolicy(writer.equals(owner) ? policy : policy.ownedBy(writer)));
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

  private CompletionStage<RelayResult> copy(CopyJob job, SourceVersion found) {
    return plan(job)
        .thenCompose(cut -> Refusals.ofDestination(job.version(), written(job, cut, found)));
  }

  /** Empty for a single PUT. */
  private CompletionStage<Optional<MultipartPlan>> plan(CopyJob job) {
    String etag = job.object().etag();
    long size = job.object().size();
    if (MultipartPlan.partsOf(etag) == 0) {
      return CompletableFuture.completedFuture(MultipartPlan.of(etag, size, List.of()));
    }
    return source
        .layout(job.version(), size)
        .thenApply(stretches -> MultipartPlan.of(etag, size, stretches));
  }

  private CompletionStage<RelayResult> written(
      CopyJob job, Optional<MultipartPlan> cut, SourceVersion found) {
    WritePlan plan =
        WritePlan.of(job, storageClasses, !classes.isEmpty(), cut.isPresent(), clock.instant());
    return owners
        .as(
            job.state().policy().owner(),
            job.version(),
            () ->
                cut.map(all -> multipart.run(job, plan, all, PartBytes.of(source, found, parts)))
                    .orElseGet(() -> single.run(job, plan, found.data())))
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
