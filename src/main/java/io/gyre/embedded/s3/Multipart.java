package io.gyre.embedded.s3;

import io.gyre.embedded.auth.Hashes;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.Limits;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.http.XmlNode;
import io.gyre.embedded.http.XmlWriter;
import io.gyre.embedded.model.Attributes;
import io.gyre.embedded.model.Body;
import io.gyre.embedded.model.Bucket;
import io.gyre.embedded.model.Content;
import io.gyre.embedded.model.ObjectVersion;
import io.gyre.embedded.model.Permission;
import io.gyre.embedded.model.PlacementRule;
import io.gyre.embedded.model.Times;
import io.gyre.embedded.model.Upload;
import io.gyre.embedded.model.Uploads;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** Uploads in parts: begin, parts, completion, abort. */
final class Multipart {
  private final BodyReceiver receiver;

  Multipart(BodyReceiver receiver) {
    this.receiver = receiver;
  }

  static Reply begin(S3Call call) {
    Bucket bucket = call.bucket(Permission.WRITE);
    Attributes attributes = ofUpload(call, bucket, ObjectWriter.attributes(call, bucket));
    String storageClass =
        attributes.texts().getOrDefault(ObjectHeaders.STORAGE_CLASS, PlacementRule.STANDARD);
    Upload upload = bucket.uploads().start(call.key(), attributes, storageClass);
    return Reply.xml(
        new XmlWriter()
            .openS3("InitiateMultipartUploadResult")
            .text("Bucket", bucket.record().name())
            .text("Key", upload.key())
            .text("UploadId", upload.id())
            .close("InitiateMultipartUploadResult"));
  }

  CompletionStage<Reply> part(S3Call call) {
    Bucket bucket = call.bucket(Permission.WRITE);
    Upload upload = upload(call, bucket);
    int number = call.query().number("partNumber", 0);
    if (number < 1 || number > Limits.MAX_PART_NUMBER) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    if (call.request().header(ObjectCopier.SOURCE).isPresent()) {
      return copiedPart(call, bucket, upload, number);
    }
    return receiver
        .receive(call.request(), call.caller().payload())
        .thenApply(
            received -> {
              Content content = part(received.body(), received.md5());
              return partReply(call, bucket.uploads().put(upload, number, content));
            });
  }

  static Reply complete(S3Call call, byte[] document) {
    Bucket bucket = call.bucket(Permission.WRITE);
    Optional<Upload> found = bucket.uploads().find(call.key(), call.query().text("uploadId"));
    if (found.isEmpty()) {
      return alreadyComplete(call, bucket);
    }
    Upload upload = found.get();
    List<Upload.Part> chosen = chosen(upload, XmlNode.parse(document));
    Uploads.NewVersion wanted =
        new Uploads.NewVersion(
            call.system("rgwx-version-id"),
            call.versionedEpoch(),
            Conditions.ofWrite(call.request()));
    ObjectVersion stored = bucket.uploads().complete(upload, chosen, etag(chosen), wanted);
    if (stored == null) {
      throw ErrorCode.NO_SUCH_UPLOAD.refusal();
    }
    Reply reply = completed(call, bucket, "");
    if (!stored.instance().isEmpty()) {
      reply.header("x-amz-version-id", stored.versionId());
    }
    return reply;
  }

  static Reply abort(S3Call call) {
    Bucket bucket = call.bucket(Permission.WRITE);
    if (!bucket.uploads().abort(upload(call, bucket))) {
      throw ErrorCode.NO_SUCH_UPLOAD.refusal();
    }
    return Reply.noContent();
  }

  private CompletionStage<Reply> copiedPart(S3Call call, Bucket bucket, Upload upload, int number) {
    ObjectVersion source = ObjectCopier.source(call);
    Optional<String> range = call.request().header("x-amz-copy-source-range");
    Body whole = source.content().body();
    Body body =
        ByteRange.parse(range, source.size())
            .map(part -> whole.slice(part.first(), part.last() + 1))
            .orElse(whole);
    if (!call.zone().capacity().claim(body)) {
      throw ErrorCode.INSUFFICIENT_CAPACITY.refusal("this zone is full");
    }
    return receiver
        .md5(body)
        .thenApply(md5 -> copied(bucket.uploads().put(upload, number, part(body, md5))))
        .whenComplete(
            (reply, failure) -> {
              if (failure != null) {
                call.zone().capacity().release(body);
              }
            });
  }

  private static Reply copied(Upload.Part part) {
    return Reply.xml(
        new XmlWriter()
            .openS3("CopyPartResult")
            .text("LastModified", Times.millis(part.mtime()))
            .text("ETag", part.content().etag())
            .close("CopyPartResult"));
  }

  private static Reply partReply(S3Call call, Upload.Part part) {
    Reply reply = Reply.ok().header("ETag", '"' + part.content().etag() + '"');
    reply.header("Accept-Ranges", "bytes");
    if (call.caller().system()) {
      reply.header("Rgwx-Mtime", Times.decimal(part.mtime()));
    }
    return reply;
  }

  private static Upload upload(S3Call call, Bucket bucket) {
    return bucket
        .uploads()
        .find(call.key(), call.query().text("uploadId"))
        .orElseThrow(ErrorCode.NO_SUCH_UPLOAD::refusal);
  }

  /** Where the parts are kept is decided for all of them when the upload begins. */
  private static Content part(Body body, String etag) {
    return Content.whole(body, etag, PlacementRule.STANDARD);
  }

  /**
   * Tags of the first request are kept as raw text only, and so are lost; the standard storage
   * class counts as none: 16.2 does that.
   */
  private static Attributes ofUpload(S3Call call, Bucket bucket, Attributes attributes) {
    Map<String, String> texts = new TreeMap<>(attributes.texts());
    if (call.placement(bucket).isStandard()) {
      texts.remove(ObjectHeaders.STORAGE_CLASS);
      PlacementRule usual = bucket.record().placement();
      if (!usual.isStandard()) {
        texts.put(ObjectHeaders.STORAGE_CLASS, usual.storageClass());
      }
    }
    Optional<String> tags = call.request().header("x-amz-tagging");
    tags.ifPresent(raw -> texts.put("x-amz-tagging", raw));
    Attributes kept = attributes.withTexts(texts);
    return tags.isPresent() ? kept.withTags(List.of()) : kept;
  }

  /**
   * A repeated completion is answered from the object that stands: 200 with its ETag. Without one
   * 16.2 takes the upload to be in somebody's hands.
   */
  private static Reply alreadyComplete(S3Call call, Bucket bucket) {
    ObjectVersion present = bucket.find(call.key()).current();
    if (present == null || present.deleteMarker() || present.content().parts().isEmpty()) {
      throw ErrorCode.IN_PROGRESS.refusal("This multipart completion is already in progress");
    }
    return completed(call, bucket, present.content().etag());
  }

  /** The first answer has an empty ETag: 16.2 does that. */
  private static Reply completed(S3Call call, Bucket bucket, String etag) {
    String host = call.request().header("host").orElse("");
    return Reply.xml(
        new XmlWriter()
            .openS3("CompleteMultipartUploadResult")
            .text("Location", "http://" + host + "/" + bucket.record().name() + "/" + call.key())
            .text("Bucket", bucket.record().name())
            .text("Key", call.key())
            .text("ETag", etag)
            .close("CompleteMultipartUploadResult"));
  }

  /**
   * The parts that the document names, which have to be all that came; in which order it names them
   * does not matter to 16.2.
   */
  private static List<Upload.Part> chosen(Upload upload, XmlNode document) {
    SortedMap<Integer, String> named = new TreeMap<>();
    for (XmlNode node : document.all("Part")) {
      int number = Integer.parseInt(node.childText("PartNumber").orElse("0").strip());
      named.put(number, node.childText("ETag").orElse("").strip().replace("\"", ""));
    }
    if (named.isEmpty()) {
      throw ErrorCode.MALFORMED_XML.refusal();
    }
    List<Upload.Part> received = upload.received();
    Iterator<Upload.Part> parts = received.iterator();
    named.forEach((number, etag) -> check(parts, number, etag, number.equals(named.lastKey())));
    if (parts.hasNext()) {
      throw ErrorCode.INVALID_PART.refusal();
    }
    return received;
  }

  private static void check(Iterator<Upload.Part> parts, int number, String etag, boolean last) {
    if (!parts.hasNext()) {
      throw ErrorCode.INVALID_PART.refusal();
    }
    Upload.Part part = parts.next();
    if (!last && part.content().size() < Limits.MIN_PART_BYTES) {
      throw ErrorCode.ENTITY_TOO_SMALL.refusal();
    }
    if (part.number() != number || !part.content().etag().equals(etag)) {
      throw ErrorCode.INVALID_PART.refusal();
    }
  }

  /** The MD5 of the parts' MD5s and their number. */
  private static String etag(List<Upload.Part> parts) {
    MessageDigest md5 = Hashes.digest("MD5");
    parts.forEach(part -> md5.update(HexFormat.of().parseHex(part.content().etag())));
    return Hashes.hex(md5.digest()) + "-" + parts.size();
  }
}
