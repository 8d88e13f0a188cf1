package io.gyre.embedded.s3;

import io.gyre.embedded.auth.Caller;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.GatewayRequest;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.model.Acl;
import io.gyre.embedded.model.Attributes;
import io.gyre.embedded.model.Bucket;
import io.gyre.embedded.model.Content;
import io.gyre.embedded.model.NewObject;
import io.gyre.embedded.model.ObjectVersion;
import io.gyre.embedded.model.Owner;
import io.gyre.embedded.model.Permission;
import io.gyre.embedded.model.PlacementRule;
import io.gyre.embedded.model.Tag;
import io.gyre.embedded.model.Times;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** PUT of objects. */
final class ObjectWriter {
  private final BodyReceiver receiver;

  ObjectWriter(BodyReceiver receiver) {
    this.receiver = receiver;
  }

  CompletionStage<Reply> write(S3Call call) {
    if (call.request().header(ObjectCopier.SOURCE).isPresent()) {
      return CompletableFuture.completedFuture(ObjectCopier.copy(call));
    }
    Bucket bucket = call.bucket(Permission.WRITE);
    String key = call.key();
    Attributes attributes = attributes(call, bucket);
    String storageClass = call.placement(bucket).storageClass();
    return receiver
        .receive(call.request(), call.caller().payload())
        .thenApply(
            received -> {
              Content content = Content.whole(received.body(), received.md5(), storageClass);
              NewObject object =
                  new NewObject(
                      key,
                      content,
                      attributes,
                      call.system("rgwx-version-id"),
                      call.versionedEpoch());
              return stored(call, bucket, object);
            });
  }

  /** The attributes of an object that the request's headers describe. */
  static Attributes attributes(S3Call call, Bucket bucket) {
    GatewayRequest request = call.request();
    Map<String, String> texts = ObjectHeaders.texts(request);
    PlacementRule placement = call.placement(bucket);
    if (!placement.isStandard()) {
      texts.put(ObjectHeaders.STORAGE_CLASS, placement.storageClass());
    }
    List<Tag> tags =
        request.header("x-amz-tagging").map(header -> Tags.parse(header, call)).orElse(List.of());
    Attributes attributes = new Attributes(acl(call, bucket), texts, tags, null, null);
    return ObjectLock.apply(request, bucket, attributes, call.zone().clock().now());
  }

  private static Acl acl(S3Call call, Bucket bucket) {
    Owner bucketOwner = bucket.acl().owner();
    return AclHeaders.read(call, call.caller().owner(), bucketOwner)
        .orElseGet(() -> privateAcl(call.caller(), bucketOwner));
  }

  /** What nobody signed for belongs to the bucket's owner. */
  private static Acl privateAcl(Caller caller, Owner bucketOwner) {
    return caller.user() == null ? Acl.privateTo(bucketOwner) : caller.privateAcl();
  }

  private static Reply stored(S3Call call, Bucket bucket, NewObject object) {
    ObjectVersion version = put(call, bucket, object);
    Reply reply = Reply.ok().header("ETag", '"' + version.content().etag() + '"');
    reply.header("Accept-Ranges", "bytes");
    describe(call, version, reply);
    return reply;
  }

  /** Stores it; gives back its room if a condition forbids it. */
  static ObjectVersion put(S3Call call, Bucket bucket, NewObject object) {
    try {
      ObjectVersion stored = bucket.put(object, Conditions.ofWrite(call.request()));
      if (stored == null) {
        throw ErrorCode.NO_SUCH_KEY.refusal();
      }
      return stored;
    } catch (RuntimeException e) {
      call.zone().capacity().release(object.content().body());
      throw e;
    }
  }

  /**
   * The headers that tell what a write made. A wanted version id is echoed even where it did not
   * count.
   */
  static void describe(S3Call call, ObjectVersion version, Reply reply) {
    String wanted = call.system("rgwx-version-id");
    if (!version.instance().isEmpty()) {
      reply.header("x-amz-version-id", version.versionId());
    } else if (!wanted.isEmpty()) {
      reply.header("x-amz-version-id", wanted);
    }
    if (call.caller().system()) {
      reply.header("Rgwx-Mtime", Times.decimal(version.mtime()));
    }
  }
}
