package io.gyre.rgw;

import io.gyre.copy.ObjectVersion;
import io.gyre.copy.VersionRequest;
import io.gyre.failure.GatewayException;
import io.gyre.rgw.AccessPolicy.Grant;
import io.gyre.rgw.AccessPolicy.Kind;
import io.gyre.s3.RequestBody;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Writes parts of a version's state by requests of their own, onto a version that is there. */
final class StateWriter {
  private final S3Client zone;
  private final CopyObserver observer;

  StateWriter(S3Client zone, CopyObserver observer) {
    this.zone = zone;
    this.observer = observer;
  }

  /**
   * Sets the grants. Those for users that the zone does not know are dropped: the gateway refuses a
   * document that names one.
   *
   * @param policy its owner has to be the object's owner in this zone
   */
  CompletionStage<Void> acl(ObjectVersion version, AccessPolicy policy) {
    List<Grant> beyond = AclText.inexpressible(policy);
    if (!beyond.isEmpty()) {
      observer.grantsDropped(version, List.of(beyond.size() + " that only Swift knows"));
    }
    return putAcl(version, policy)
        .exceptionallyCompose(
            failure ->
                namesUnknownUser(failure)
                    ? unknownUsers(policy)
                        .thenCompose(unknown -> putWithout(version, policy, unknown, failure))
                    : CompletableFuture.failedFuture(failure));
  }

  private CompletionStage<Void> putAcl(ObjectVersion version, AccessPolicy policy) {
    return put(version, StatePart.ACL, AclText.xml(policy));
  }

  private CompletionStage<Void> putWithout(
      ObjectVersion version, AccessPolicy policy, Set<String> unknown, Throwable refusal) {
    if (unknown.isEmpty()) {
      return CompletableFuture.failedFuture(refusal);
    }
    observer.grantsDropped(version, List.copyOf(unknown));
    List<Grant> known =
        policy.grants().stream().filter(grant -> !unknown.contains(grant.id())).toList();
    return putAcl(version, policy.withGrants(known));
  }

  private static boolean namesUnknownUser(Throwable failure) {
    return GatewayException.unwrap(failure) instanceof GatewayException refusal
        && refusal.status() == 400
        && refusal.code().equals("InvalidArgument");
  }

  private CompletionStage<Set<String>> unknownUsers(AccessPolicy policy) {
    CompletionStage<Set<String>> unknown = CompletableFuture.completedFuture(new TreeSet<>());
    for (String uid : grantees(policy)) {
      unknown =
          unknown.thenCombine(
              exists(uid),
              (all, exists) -> {
                if (!exists) {
                  all.add(uid);
                }
                return all;
              });
    }
    return unknown;
  }

  private static Set<String> grantees(AccessPolicy policy) {
    Set<String> uids = new TreeSet<>();
    for (Grant grant : policy.grants()) {
      if (grant.kind() == Kind.USER && !grant.id().equals(policy.owner())) {
        uids.add(grant.id());
      }
    }
    return uids;
  }

  private CompletionStage<Boolean> exists(String uid) {
    S3Request request = S3Request.path(Method.GET, "/admin/metadata/user").query("key", uid);
    return zone.call(request)
        .thenApply(answer -> true)
        .exceptionallyCompose(
            failure ->
                Refusals.provenAbsent(failure)
                    ? CompletableFuture.completedFuture(false)
                    : CompletableFuture.failedFuture(failure));
  }

  /** Sets the tags; none removes them. */
  CompletionStage<Void> tags(ObjectVersion version, ObjectTags tags) {
    return tags.isEmpty()
        ? zone.call(request(Method.DELETE, version, StatePart.TAGS)).thenApply(answer -> null)
        : put(version, StatePart.TAGS, tags.xml());
  }

  /** Sets the legal hold, {@code ON} or {@code OFF}. */
  CompletionStage<Void> legalHold(ObjectVersion version, String status) {
    String xml = "<LegalHold><Status>" + status + "</Status></LegalHold>";
    return put(version, StatePart.LEGAL_HOLD, xml);
  }

  /** Writes a document that {@code GET} of the same sub-resource shows. */
  CompletionStage<Void> put(ObjectVersion version, StatePart<?> part, String xml) {
    S3Request request =
        request(Method.PUT, version, part)
            .header("x-amz-bypass-governance-retention", "true")
            .body(RequestBody.of(xml));
    return zone.call(request).thenApply(answer -> null);
  }

  private static S3Request request(Method method, ObjectVersion version, StatePart<?> part) {
    return S3Request.object(method, version.bucket(), version.key())
        .flag(part.subResource())
        .queries(
            VersionRequest.attributes(version.versionId())
                .parameters(version.versionId(), OptionalLong.empty()));
  }
}
