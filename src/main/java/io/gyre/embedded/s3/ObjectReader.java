package io.gyre.embedded.s3;

import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.model.Acl;
import io.gyre.embedded.model.Body;
import io.gyre.embedded.model.Bucket;
import io.gyre.embedded.model.KeyState;
import io.gyre.embedded.model.ObjectVersion;
import io.gyre.embedded.model.Permission;
import io.gyre.embedded.model.Times;
import io.gyre.embedded.model.ZoneIdentity;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** GET and HEAD of objects, with ranges, conditions, and what system users may ask for besides. */
final class ObjectReader {
  private static final String DEFAULT_TYPE = "binary/octet-stream";

  private ObjectReader() {}

  static Reply read(S3Call call) {
    Bucket bucket = call.bucket();
    ObjectVersion version = readable(call, bucket);
    if (call.query().has("layout")) {
      call.caller().requireSystem();
      return Reply.json(Layout.write(bucket.record(), call.key(), version));
    }
    Conditions.checkRead(call.request(), version);
    Optional<ByteRange> range = ByteRange.parse(call.request().header("range"), version.size());
    Body body =
        range
            .map(wanted -> version.content().body().slice(wanted.first(), wanted.last() + 1))
            .orElse(version.content().body());
    Reply reply = Reply.status(range.isPresent() ? 206 : 200);
    range.ifPresent(given -> reply.header("Content-Range", given.contentRange(version.size())));
    ByteString prefix = prefix(call, version, reply);
    describe(call, version, reply);
    boolean headersOnly = call.hasSystem("rgwx-stat");
    return send(call, reply, prefix, headersOnly ? Body.EMPTY : body, version);
  }

  /** The version that the request names, if it is there and the caller may read it. */
  static ObjectVersion readable(S3Call call, Bucket bucket) {
    return allowed(call, bucket, call.key(), call.instance(), Permission.READ);
  }

  static ObjectVersion allowed(
      S3Call call, Bucket bucket, String key, Optional<String> instance, Permission permission) {
    KeyState state = bucket.find(key);
    ObjectVersion version = instance.isPresent() ? state.find(instance.get()) : state.current();
    if (version == null || version.deleteMarker()) {
      Acl acl = bucket.acl();
      boolean mayKnow = call.caller().owns(acl) || call.caller().may(acl, Permission.READ);
      throw (mayKnow ? ErrorCode.NO_SUCH_KEY : ErrorCode.ACCESS_DENIED).refusal();
    }
    call.caller().require(version.attributes().acl(), permission);
    return version;
  }

  private static ByteString prefix(S3Call call, ObjectVersion version, Reply reply) {
    if (!call.hasSystem("rgwx-prepend-metadata")) {
      return ByteString.emptyByteString();
    }
    String tag = Listing.writeTag(call.zone(), version);
    byte[] metadata = EmbeddedMetadata.write(call.zone(), version, tag);
    reply.header("Rgwx-Object-Size", Long.toString(version.size()));
    reply.header("Rgwx-Embedded-Metadata-Len", Integer.toString(metadata.length));
    return ByteString.fromArrayUnsafe(metadata);
  }

  private static void describe(S3Call call, ObjectVersion version, Reply reply) {
    if (call.caller().system()) {
      long zone = ZoneIdentity.shortId(call.zone().identity().id());
      reply.header("Rgwx-Mtime", Times.decimal(version.mtime()));
      reply.header("Rgwx-Obj-PG-Ver", Long.toString(version.radosEpoch()));
      reply.header("Rgwx-Source-Zone-Short-Id", Long.toString(zone));
    }
    reply.header("Accept-Ranges", "bytes");
    reply.header("Last-Modified", Times.http(version.mtime()));
    if (!version.instance().isEmpty() || call.query().has("versionId")) {
      reply.header("x-amz-version-id", version.versionId());
    }
    reply.header("x-rgw-object-type", "Normal");
    reply.header("ETag", '"' + version.content().etag() + '"');
    ObjectHeaders.send(reply, version.attributes().texts(), call.request());
    int tags = version.attributes().tags().size();
    if (tags > 0 || version.attributes().texts().containsKey("x-amz-tagging")) {
      reply.header("x-amz-tagging-count", Integer.toString(tags));
    }
    ObjectLock.describe(reply, version.attributes());
  }

  private static Reply send(
      S3Call call, Reply reply, ByteString prefix, Body body, ObjectVersion version) {
    ContentType type = Reply.contentType(contentType(call, version.attributes().texts()));
    if (!call.request().method().equals("HEAD")) {
      return BodySource.send(reply, prefix, body, type);
    }
    return reply.body(Source.empty(), prefix.size() + body.size(), type);
  }

  private static String contentType(S3Call call, Map<String, String> texts) {
    @Nullable String stored = texts.get(ObjectHeaders.CONTENT_TYPE);
    return call.query().get("response-content-type").orElse(stored == null ? DEFAULT_TYPE : stored);
  }
}
