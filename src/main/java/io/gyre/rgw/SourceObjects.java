package io.gyre.rgw;

import io.gyre.copy.MultipartPlan.Stretch;
import io.gyre.copy.ObjectVersion;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import io.gyre.s3.OpenAnswer;
import io.gyre.s3.RequestBody;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import io.gyre.select.Contents;
import io.gyre.select.Traits;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Objects of the source, read as a system user: so one answer brings bytes and attributes. Stages
 * fail with a {@link GatewayException}, as {@code GONE} where the source proves that there is no
 * such version.
 */
public final class SourceObjects {
  /** Bodies up to this many bytes are held in memory: two requests and no hand-shake for them. */
  private static final int BUFFERED_MAX = 64 << 10;

  private static final int BAD_REQUEST = 400;
  private static final int PRECONDITION_FAILED = 412;

  private final S3Client source;
  private final StateReader states;
  private final VersionsOfKey versions;
  private final Contents contents;
  private final Clock clock;

  /**
   * Of a zone.
   *
   * @param observer told what of an object's attributes cannot be read
   * @param contents which objects are copied
   * @param clock tells how old they are
   */
  public SourceObjects(S3Client source, CopyObserver observer, Contents contents, Clock clock) {
    this.source = source;
    this.contents = contents;
    this.clock = clock;
    this.states = new StateReader(source, observer);
    this.versions = new VersionsOfKey(source);
  }

  /**
   * Reads a version; a reader that fails gives the rest of the body up. Empty, with nothing given
   * to the reader, when the configuration leaves out what the source has: that is decided by the
   * answer that brings it.
   */
  public <T> CompletionStage<Optional<T>> read(
      ObjectVersion version, Function<SourceVersion, CompletionStage<T>> reader) {
    S3Request request = SourceObject.get(version).query("rgwx-sync-manifest", "true");
    return source
        .open(request)
        .exceptionallyCompose(failure -> explained(version, failure))
        .thenCompose(
            opened ->
                opened.read(
                    answer ->
                        gathered(version, answer)
                            .thenCompose(
                                found ->
                                    found.isPresent()
                                        ? reader.apply(found.get()).thenApply(Optional::of)
                                        : leftOut(answer))));
  }

  private static <T> CompletionStage<Optional<T>> leftOut(OpenAnswer answer) {
    answer.body().cancel();
    return CompletableFuture.completedFuture(Optional.empty());
  }

  private CompletionStage<Optional<SourceVersion>> gathered(
      ObjectVersion version, OpenAnswer answer) {
    SourceObject object = SourceObject.of(answer.headers());
    int start = object.attributesLength();
    if (object.size() > BUFFERED_MAX) {
      return answer
          .body()
          .collect(start)
          .thenCompose(
              json ->
                  of(
                      version,
                      object,
                      ObjectAttributes.parse(json, start),
                      ObjectData.of(answer.body())));
    }
    return answer
        .body()
        .collect(start + (int) object.size())
        .thenCompose(
            all ->
                of(
                    version,
                    object,
                    ObjectAttributes.parse(all, start),
                    ObjectData.of(ByteBuffer.wrap(all, start, all.length - start))));
  }

  /** What is not selected need not be what can be copied. */
  private CompletionStage<Optional<SourceVersion>> of(
      ObjectVersion version, SourceObject object, ObjectAttributes attributes, ObjectData data) {
    if (contents.leavesObjectsOut()
        && !contents.takeObject(traits(object, attributes), clock.instant())) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    Refusals.check(version, attributes);
    return states
        .read(version, attributes)
        .thenApply(state -> new SourceVersion(version, object, attributes, state, data))
        .thenApply(found -> takes(found) ? Optional.of(found) : Optional.empty());
  }

  private static Traits traits(SourceObject object, ObjectAttributes attributes) {
    return Traits.of(
        object.size(), object.mtime(), attributes.text("storage_class").orElse("STANDARD"));
  }

  /** Whether the configuration has such a version copied. */
  public boolean takes(SourceVersion found) {
    if (!contents.leavesObjectsOut()) {
      return true;
    }
    Traits traits = traits(found.object(), found.attributes());
    return contents.takeObject(traits.with(found.state().tags().pairs()), clock.instant());
  }

  /** The same of what a request without bytes has shown. */
  CompletionStage<Boolean> takes(ObjectVersion version, Stat there) {
    Traits traits = traits(there.object(), there.attributes());
    return contents.objects().asksForTags()
        ? states
            .read(version, there.attributes())
            .thenApply(
                state -> contents.takeObject(traits.with(state.tags().pairs()), clock.instant()))
        : CompletableFuture.completedFuture(contents.takeObject(traits, clock.instant()));
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

  /** A version without its bytes; empty when the source has none. */
  public CompletionStage<Optional<SourceVersion>> stat(ObjectVersion version) {
    return Stat.of(source, version)
        .thenCompose(
            found ->
                found.isEmpty()
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : states
                        .read(version, found.get().attributes())
                        .thenApply(
                            state ->
                                Optional.of(
                                    new SourceVersion(
                                        version,
                                        found.get().object(),
                                        found.get().attributes(),
                                        state,
                                        length -> RequestBody.EMPTY))));
  }

  /** In which parts a version of this size was uploaded, as far as its manifest still tells. */
  public CompletionStage<List<Stretch>> layout(ObjectVersion version, long size) {
    S3Request request =
        S3Request.object(Method.GET, version.bucket(), version.key())
            .flag("layout")
            .query("versionId", version.readId());
    return source
        .open(request)
        .thenCompose(answer -> answer.body().head(Layout.READ_MAX))
        .thenApply(
            json -> {
              Layout layout = Layout.parse(json);
              if (layout.size() != size) {
                String message = version + " changed at the source while it was read";
                throw new GatewayException(FailureClass.TRANSIENT, message, null);
              }
              return layout.stretches();
            });
  }

  /**
   * A stretch of a version, as long as the source has that very one.
   *
   * @param length at least 1
   */
  public CompletionStage<OpenAnswer> range(SourceVersion version, long start, long length) {
    ObjectVersion object = version.version();
    S3Request request =
        S3Request.object(Method.GET, object.bucket(), object.key())
            .query("versionId", object.readId())
            .header("Range", "bytes=" + start + "-" + (start + length - 1))
            .header("If-Match", '"' + version.etag() + '"');
    return source
        .open(request)
        .thenCompose(answer -> begun(object, start, answer))
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(
                    isPrecondition(failure)
                        ? new GatewayException(
                            FailureClass.TRANSIENT,
                            object + " changed at the source while it was read",
                            GatewayException.unwrap(failure))
                        : failure));
  }

  /** A proxy may leave Range out, and all of the object comes. */
  private static CompletionStage<OpenAnswer> begun(
      ObjectVersion object, long start, OpenAnswer answer) {
    if (answer.headers().first("Content-Range").startsWith("bytes " + start + "-")) {
      return CompletableFuture.completedFuture(answer);
    }
    answer.body().cancel();
    String message = object + ": the source answered with other bytes than those asked for";
    return CompletableFuture.failedFuture(
        new GatewayException(FailureClass.TRANSIENT, message, null));
  }

  private static boolean isPrecondition(Throwable failure) {
    return GatewayException.unwrap(failure) instanceof GatewayException answer
        && answer.status() == PRECONDITION_FAILED;
  }

  /**
   * Whether the source still has a version; false only when its own error body says that it has
   * not.
   */
  public CompletionStage<Boolean> exists(ObjectVersion version) {
    return Stat.of(source, version)
        .thenCompose(
            found -> found.isPresent() ? CompletableFuture.completedFuture(true) : lists(version));
  }

  /** Whether a version that cannot be read is there all the same: as a delete marker. */
  public CompletionStage<Boolean> lists(ObjectVersion version) {
    return version.versionId().isEmpty()
        ? CompletableFuture.completedFuture(false)
        : versions.has(version);
  }

  /** All versions of a key, newest first. */
  public CompletionStage<List<ListedVersion>> versions(BucketName bucket, String key) {
    return versions.all(bucket, key);
  }
}
