package io.gyre.rgw;

import io.gyre.copy.ObjectVersion;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.rgw.CephReader.UnknownEncodingException;
import io.gyre.rgw.ObjectLock.Retention;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.Xml;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.w3c.dom.Element;

/**
 * Reads a version's state from its attributes; where their encoding is of a release that is not
 * known here, asks for the same by S3.
 */
final class StateReader {
  private final S3Client zone;
  private final CopyObserver observer;

  StateReader(S3Client zone, CopyObserver observer) {
    this.zone = zone;
    this.observer = observer;
  }

  CompletableFuture<ObjectState> read(ObjectVersion version, ObjectAttributes attributes) {
    CompletableFuture<Optional<Retention>> retention =
        part(version, attributes, StatePart.RETENTION);
    CompletableFuture<Optional<String>> hold = part(version, attributes, StatePart.LEGAL_HOLD);
    return part(version, attributes, StatePart.ACL)
        .thenCombine(
            part(version, attributes, StatePart.TAGS),
            (policy, tags) ->
                new ObjectState(
                    policy.orElseThrow(() -> withoutPolicy(version)),
                    tags.orElse(ObjectTags.NONE),
                    Optional.empty(),
                    Optional.empty()))
        .thenCombine(retention, ObjectState::withRetention)
        .thenCombine(hold, ObjectState::withLegalHold);
  }

  private <T> CompletableFuture<Optional<T>> part(
      ObjectVersion version, ObjectAttributes attributes, StatePart<T> part) {
    Optional<byte[]> encoded = attributes.bytes(part.attribute());
    if (encoded.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    try {
      T decoded = part.decoder().decode(encoded.get());
      return CompletableFuture.completedFuture(Optional.of(decoded));
    } catch (UnknownEncodingException e) {
      observer.encodingUnknown(version, part.attribute());
      return asked(version, part);
    }
  }

  private <T> CompletableFuture<Optional<T>> asked(ObjectVersion version, StatePart<T> part) {
    S3Request request =
        S3Request.object(S3Request.Method.GET, version.bucket(), version.key())
            .flag(part.subResource())
            .query("versionId", version.readId());
    // Nothing at all is what the gateway answers where it cannot decode its own attribute.
    return zone.call(request)
        .thenApply(
            answer ->
                answer.body().length == 0
                    ? Optional.empty()
                    : Optional.of(read(request, answer, part)));
  }

  private <T> T read(S3Request request, S3Answer answer, StatePart<T> part) {
    try {
      Element root = Xml.parse(answer.body());
      if (!root.getTagName().equals(part.root())) {
        throw new IOException("a document of " + root.getTagName()); // not one without tags
      }
      return part.reader().read(root);
    } catch (IOException | RuntimeException e) {
      // Whatever is wrong with the document, it is not what was asked for.
      String message = "zone " + zone.zone() + ": " + request + " answered no document of S3";
      throw new GatewayException(FailureClass.CORRUPT, message, e);
    }
  }

  private static GatewayException withoutPolicy(ObjectVersion version) {
    return new GatewayException(
        FailureClass.INVALID, version + " has no ACL attribute at the source", null);
  }
}
