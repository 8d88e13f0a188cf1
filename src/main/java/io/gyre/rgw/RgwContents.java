package io.gyre.rgw;

import io.gyre.check.Contents;
import io.gyre.check.ObjectFacts;
import io.gyre.check.ObjectFacts.AccessGrant;
import io.gyre.check.ObjectFacts.Acl;
import io.gyre.check.ObjectFacts.Tag;
import io.gyre.copy.ObjectVersion;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import io.gyre.rgw.AccessPolicy.Grant;
import io.gyre.rgw.AccessPolicy.Kind;
import io.gyre.s3.OpenAnswer;
import io.gyre.s3.S3Client;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The objects of a gateway's zone, read as a system user. */
public final class RgwContents implements Contents {
  private static final String CONTENT_TYPE = "Content-Type";

  /** What the gateway answers where none was given. */
  private static final String DEFAULT_TYPE = "binary/octet-stream";

  private final S3Client zone;
  private final VersionsOfKey versions;
  private final StateReader states;

  /** The zone that this client talks to. */
  public RgwContents(S3Client zone, CopyObserver observer) {
    this.zone = zone;
    this.versions = new VersionsOfKey(zone);
    this.states = new StateReader(zone, observer);
  }

  @Override
  public CompletionStage<List<ListedVersion>> versions(BucketName bucket, String key) {
    return versions
        .all(bucket, key)
        .exceptionallyCompose(
            failure ->
                RgwBucketOperations.isGone(failure)
                    ? CompletableFuture.completedFuture(List.of())
                    : CompletableFuture.failedFuture(failure));
  }

  @Override
  public CompletionStage<Optional<ObjectFacts>> facts(ObjectVersion version, boolean bytes) {
    return bytes
        ? read(version)
        : Stat.of(zone, version)
            .thenCompose(
                found ->
                    found
                        .map(stat -> facts(version, stat, Optional.empty()))
                        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())));
  }

  private CompletionStage<Optional<ObjectFacts>> read(ObjectVersion version) {
    return zone.open(SourceObject.get(version))
        .thenCompose(answer -> answer.read(opened -> read(version, opened)))
        .exceptionallyCompose(
            failure ->
                Refusals.provenAbsent(failure)
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : CompletableFuture.failedFuture(failure));
  }

  private CompletionStage<Optional<ObjectFacts>> read(ObjectVersion version, OpenAnswer answer) {
    SourceObject object = SourceObject.of(answer.headers());
    DigestCollector digest = new DigestCollector();
    return answer
        .body()
        .collect(object.attributesLength())
        .thenApply(json -> new Stat(object, ObjectAttributes.parse(json, json.length)))
        .thenCompose(
            stat -> {
              answer.body().slice(object.size()).subscribe(digest);
              return digest.digest().thenCompose(sha -> facts(version, stat, Optional.of(sha)));
            });
  }

  private CompletionStage<Optional<ObjectFacts>> facts(
      ObjectVersion version, Stat stat, Optional<String> sha256) {
    ObjectAttributes attributes = stat.attributes();
    return states
        .read(version, attributes)
        .thenApply(
            state ->
                Optional.of(
                    new ObjectFacts(
                        stat.object().size(),
                        stat.object().etag(),
                        attributes.text(WritePlan.SOURCE_ETAG).orElse(""),
                        attributes.text("storage_class").orElse(""),
                        new Acl(state.policy().owner(), grants(state.policy())),
                        headers(attributes),
                        tags(state.tags()),
                        state
                            .retention()
                            .map(kept -> new ObjectFacts.Retention(kept.mode(), kept.until())),
                        state.legalHold().filter("ON"::equals).isPresent(),
                        sha256)));
  }

  private static Map<String, String> headers(ObjectAttributes attributes) {
    Map<String, String> headers = WritePlan.attributeHeaders(attributes);
    headers.putIfAbsent(CONTENT_TYPE, DEFAULT_TYPE);
    return headers;
  }

  private static Set<Tag> tags(ObjectTags tags) {
    return tags.tags().stream()
        .map(tag -> new Tag(tag.key(), tag.value()))
        .collect(Collectors.toSet());
  }

  private static Set<AccessGrant> grants(AccessPolicy policy) {
    Set<AccessGrant> grants = new HashSet<>();
    for (Grant grant : policy.grants()) {
      String group = grant.kind() == Kind.ALL_USERS ? "all users" : "all with credentials";
      for (String permission : AclText.permissions(grant)) {
        grants.add(new AccessGrant(grant.id(), grant.kind() == Kind.USER ? "" : group, permission));
      }
    }
    return grants;
  }
}
