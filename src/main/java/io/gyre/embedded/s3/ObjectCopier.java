package io.gyre.embedded.s3;

import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.GatewayRequest;
import io.gyre.embedded.http.Percent;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.http.XmlWriter;
import io.gyre.embedded.model.Attributes;
import io.gyre.embedded.model.Body;
import io.gyre.embedded.model.Bucket;
import io.gyre.embedded.model.Content;
import io.gyre.embedded.model.NewObject;
import io.gyre.embedded.model.ObjectVersion;
import io.gyre.embedded.model.Permission;
import io.gyre.embedded.model.Removal;
import io.gyre.embedded.model.Times;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Copies inside the zone: bytes are shared, never moved. */
final class ObjectCopier {
  static final String SOURCE = "x-amz-copy-source";

  private ObjectCopier() {}

  /** What {@code x-amz-copy-source} names. */
  private record Source(String bucket, String key, Optional<String> versionId) {
    static Source of(GatewayRequest request) {
      String text = request.header(SOURCE).orElse("").replaceFirst("^/", "");
      int question = text.indexOf("?versionId=");
      Optional<String> version =
          question < 0
              ? Optional.empty()
              : Optional.of(text.substring(question + "?versionId=".length()));
      String path = Percent.decode(question < 0 ? text : text.substring(0, question), false);
      int slash = path.indexOf('/');
      if (slash < 1 || slash == path.length() - 1) {
        throw ErrorCode.INVALID_ARGUMENT.refusal();
      }
      return new Source(
          path.substring(0, slash).replaceFirst("^:", "").replace(':', '/'),
          path.substring(slash + 1),
          version);
    }
  }

  /** The source of a copy, if it is there and readable. */
  static ObjectVersion source(S3Call call) {
    Source source = Source.of(call.request());
    Bucket bucket =
        call.zone().buckets().find(source.bucket()).orElseThrow(ErrorCode.NO_SUCH_BUCKET::refusal);
    Optional<String> instance = source.versionId().map(Removal::instance);
    return ObjectReader.allowed(call, bucket, source.key(), instance, Permission.READ);
  }

  static Reply copy(S3Call call) {
    ObjectVersion source = source(call);
    Bucket bucket = call.bucket(Permission.WRITE);
    boolean replace = replacesMetadata(call);
    checkNotOntoItself(call, replace);
    Attributes attributes = attributes(call, bucket, source, replace);
    Body body = source.content().body();
    if (!call.zone().capacity().claim(body)) {
      throw ErrorCode.INSUFFICIENT_CAPACITY.refusal("this zone is full");
    }
    Content content =
        new Content(
            body,
            source.content().etag(),
            source.content().parts(),
            call.placement(bucket).storageClass());
    NewObject object =
        new NewObject(
            call.key(), content, attributes, call.system("rgwx-version-id"), call.versionedEpoch());
    ObjectVersion stored = ObjectWriter.put(call, bucket, object);
    XmlWriter xml =
        new XmlWriter()
            .openS3("CopyObjectResult")
            .text("LastModified", Times.millis(stored.mtime()))
            .text("ETag", stored.content().etag())
            .close("CopyObjectResult");
    Reply reply = Reply.xml(xml);
    if (!source.instance().isEmpty()) {
      reply.header("x-amz-copy-source-version-id", source.versionId());
    }
    if (!stored.instance().isEmpty()) {
      reply.header("x-amz-version-id", stored.versionId());
    }
    return reply;
  }

  private static boolean replacesMetadata(S3Call call) {
    return switch (call.request().header("x-amz-metadata-directive").orElse("COPY")) {
      case "COPY" -> false;
      case "REPLACE" -> true;
      default -> throw ErrorCode.INVALID_ARGUMENT.refusal("Unknown metadata directive.");
    };
  }

  /**
   * The copy has the ACL of the request and the tags of the source, whatever is said of them; the
   * metadata are the source's unless they are replaced.
   */
  private static Attributes attributes(
      S3Call call, Bucket bucket, ObjectVersion source, boolean replaceTexts) {
    Attributes stated = ObjectWriter.attributes(call, bucket);
    Attributes copied = replaceTexts ? stated : stated.withTexts(texts(source, stated));
    return copied.withTags(source.attributes().tags());
  }

  /** The header of a storage class is copied too, where the copy itself need not have one. */
  private static Map<String, String> texts(ObjectVersion source, Attributes stated) {
    Map<String, String> texts = new TreeMap<>(source.attributes().texts());
    String storageClass = stated.texts().get(ObjectHeaders.STORAGE_CLASS);
    if (storageClass != null) {
      texts.put(ObjectHeaders.STORAGE_CLASS, storageClass);
    }
    return texts;
  }

  /** The real gateway (16.2.15) dies of it; this one refuses it as S3 does. */
  private static void checkNotOntoItself(S3Call call, boolean replace) {
    Source source = Source.of(call.request());
    boolean same =
        source.bucket().equals(call.bucketKey())
            && source.key().equals(call.key())
            && source.versionId().isEmpty();
    if (same && !replace) {
      throw ErrorCode.INVALID_REQUEST.refusal(
          "a copy of an object onto itself has to replace its metadata");
    }
  }
}
