package io.gyre.store;

import io.gyre.check.Contents;
import io.gyre.check.ObjectFacts;
import io.gyre.check.ObjectFacts.Acl;
import io.gyre.check.ObjectFacts.Tag;
import io.gyre.copy.Foreign;
import io.gyre.copy.Image;
import io.gyre.copy.ObjectVersion;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import io.gyre.log.Versioning;
import io.gyre.rgw.DigestCollector;
import io.gyre.rgw.VersionLock;
import io.gyre.s3.OpenAnswer;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import io.gyre.s3.Xml;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.w3c.dom.Element;

/** The objects of a store, by the source's version ids. Only reads. */
final class StoredContents implements Contents {
  private final S3Client store;
  private final StoreListings listings;
  private final KnownCopies known;
  private final StoreVersioning versioning;
  private final CopyNames names;
  private final StoredHeaders headers;
  private final Predicate<BucketName> locks;
  private final boolean byEtag;

  /**
   * @param locks buckets of which locks are compared
   * @param byEtag whether the store's ETags tell whether a copy is one
   */
  StoredContents(
      S3Client store,
      KnownCopies known,
      StoredHeaders headers,
      Predicate<BucketName> locks,
      boolean byEtag) {
    this.store = store;
    this.listings = new StoreListings(store);
    this.known = known;
    this.versioning = new StoreVersioning(store, LossObserver.NONE);
    this.names = new CopyNames(known, this::image, this::keepsVersions);
    this.headers = headers;
    this.locks = locks;
    this.byEtag = byEtag;
  }

  CopyNames names() {
    return names;
  }

  private CompletionStage<Boolean> keepsVersions(BucketName bucket) {
    return versioning.state(bucket).thenApply(Versioning::everEnabled);
  }

  private CompletionStage<Optional<Image>> image(BucketName bucket, String key, String id) {
    return Absent.unless(store.call(request(Method.HEAD, new ObjectVersion(bucket, key, ""), id)))
        .thenApply(head -> head.flatMap(found -> CopyMetadata.image(found, id, byEtag)));
  }

  @Override
  public CompletionStage<List<ListedVersion>> versions(BucketName bucket, String key) {
    return all(bucket, key).thenApply(rows -> rows.stream().map(CopyNames.Named::row).toList());
  }

  private CompletionStage<List<CopyNames.Named>> all(BucketName bucket, String key) {
    return listings.versions(bucket, key).thenCompose(rows -> names.of(bucket, rows));
  }

  @Override
  public CompletionStage<Optional<ObjectFacts>> facts(ObjectVersion version, boolean bytes) {
    Optional<String> foreign = Foreign.idOf(version.versionId());
    if (foreign.isPresent()) {
      return facts(version, foreign.get(), bytes);
    }
    return known
        .images(version.bucket(), Set.of(version.key()))
        .thenApply(images -> images.getOrDefault(version.key(), List.of()))
        .thenCompose(
            images -> {
              List<String> ids =
                  images.stream()
                      .filter(image -> image.versionId().equals(version.readId()))
                      .map(Image::destinationId)
                      .toList();
              if (ids.size() == 1) {
                return facts(version, ids.get(0), bytes);
              }
              return ids.isEmpty() && version.readId().equals(ObjectVersion.NULL)
                  ? newest(version, bytes)
                  : named(version, bytes);
            });
  }

  /** Most buckets have plain objects only: these need not be listed to be found. */
  private CompletionStage<Optional<ObjectFacts>> newest(ObjectVersion version, boolean bytes) {
    return answer(version, "", bytes)
        .thenCompose(
            found ->
                found.isEmpty() || found.get().isNull()
                    ? complete(version, "", found)
                    : named(version, bytes));
  }

  private CompletionStage<Optional<ObjectFacts>> named(ObjectVersion version, boolean bytes) {
    return listed(version)
        .thenCompose(
            id ->
                id.map(found -> facts(version, found, bytes))
                    .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())));
  }

  private CompletionStage<Optional<String>> listed(ObjectVersion version) {
    return all(version.bucket(), version.key())
        .thenApply(
            rows ->
                rows.stream()
                    .filter(named -> named.row().versionId().equals(version.readId()))
                    .map(CopyNames.Named::id)
                    .findFirst());
  }

  private CompletionStage<Optional<ObjectFacts>> facts(
      ObjectVersion version, String id, boolean bytes) {
    return answer(version, id, bytes).thenCompose(found -> complete(version, id, found));
  }

  /**
   * What a store says of a version.
   *
   * @param sha256 of its bytes, where they were read
   */
  private record Answer(S3Answer.Headers headers, Optional<String> sha256) {
    /** Whether it is a plain object, or the copy of a null version. */
    boolean isNull() {
      String id = headers.first("x-amz-version-id");
      return id.isEmpty()
          || id.equals(ObjectVersion.NULL)
          || CopyMetadata.sourceVersion(headers).equals(ObjectVersion.NULL);
    }
  }

  private CompletionStage<Optional<Answer>> answer(
      ObjectVersion version, String id, boolean bytes) {
    return Absent.unless(
        bytes
            ? store
                .open(request(Method.GET, version, id))
                .thenCompose(answer -> answer.read(StoredContents::read))
            : store
                .call(request(Method.HEAD, version, id))
                .thenApply(head -> new Answer(head.headers(), Optional.empty())));
  }

  private CompletionStage<Optional<ObjectFacts>> complete(
      ObjectVersion version, String id, Optional<Answer> found) {
    return found.isEmpty()
        ? CompletableFuture.completedFuture(Optional.empty())
        : tags(version, id)
            .thenApply(tags -> Optional.of(facts(version.bucket(), found.get(), tags)));
  }

  private static CompletionStage<Answer> read(OpenAnswer answer) {
    DigestCollector digest = new DigestCollector();
    long length = answer.headers().number("Content-Length");
    answer.body().slice(length).subscribe(digest);
    return digest.digest().thenApply(sum -> new Answer(answer.headers(), Optional.of(sum)));
  }

  private ObjectFacts facts(BucketName bucket, Answer answer, Set<Tag> tags) {
    S3Answer.Headers said = answer.headers();
    Optional<VersionLock> lock =
        Optional.of(bucket).filter(locks).map(compared -> StoreLocks.read(said));
    boolean wrong = byEtag && CopyMetadata.isOther(said);
    return new ObjectFacts(
        Math.max(0, said.number("Content-Length")),
        said.etag(),
        wrong ? "" : CopyMetadata.sourceEtag(said),
        said.first("x-amz-storage-class"),
        new Acl("", Set.of()),
        headers.of(said),
        tags,
        lock.filter(VersionLock::isRetained)
            .map(kept -> new ObjectFacts.Retention(kept.mode(), kept.until())),
        lock.filter(VersionLock::held).isPresent(),
        answer.sha256());
  }

  private CompletionStage<Set<Tag>> tags(ObjectVersion version, String id) {
    return store
        .call(request(Method.GET, version, id).flag("tagging"))
        .thenApply(answer -> tags(store.zone(), answer))
        .exceptionallyCompose(
            failure ->
                Absent.document(failure) || BucketSettings.isUnknown(failure)
                    ? CompletableFuture.completedFuture(Set.of())
                    : CompletableFuture.failedFuture(failure));
  }

  private static Set<Tag> tags(String store, S3Answer answer) {
    if (answer.body().length == 0) {
      return Set.of(); // some stores say so that there are none
    }
    try {
      Set<Tag> tags = new HashSet<>();
      for (Element set : Xml.children(Xml.parse(answer.body()), "TagSet")) {
        for (Element tag : Xml.children(set, "Tag")) {
          tags.add(new Tag(Xml.text(tag, "Key"), Xml.text(tag, "Value")));
        }
      }
      return tags;
    } catch (IOException e) {
      throw new GatewayException(
          FailureClass.TRANSIENT, "store " + store + ": an object's tags are not readable", e);
    }
  }

  private static S3Request request(Method method, ObjectVersion version, String id) {
    return S3Request.object(method, version.bucket(), version.key()).queryIfGiven("versionId", id);
  }
}
