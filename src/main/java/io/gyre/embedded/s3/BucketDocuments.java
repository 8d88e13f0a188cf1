package io.gyre.embedded.s3;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.http.XmlNode;
import io.gyre.embedded.http.XmlWriter;
import io.gyre.embedded.model.Acl;
import io.gyre.embedded.model.Bucket;
import io.gyre.embedded.model.BucketRecord;
import io.gyre.embedded.model.CephEncoding;
import io.gyre.embedded.model.Permission;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The sub-resources of buckets. */
final class BucketDocuments {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String TAGS = "user.rgw.x-amz-tagging";

  private BucketDocuments() {}

  static Reply get(S3Call call, BucketDocument document) {
    byte[] kept = call.ownedBucket().record().attr(document.attribute());
    boolean policy = document == BucketDocument.POLICY;
    if (kept == null) {
      throw document.missing().refusal(policy ? "The bucket policy does not exist" : "");
    }
    return policy ? Reply.ok().jsonBody(kept) : Reply.ok().xmlBody(kept);
  }

  static Reply put(S3Call call, BucketDocument document, byte[] body) {
    if (document != BucketDocument.POLICY) {
      XmlNode.parse(body);
    } else if (!isJsonObject(body)) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    set(call, call.ownedBucket(), document.attribute(), body);
    return Reply.status(document.putStatus());
  }

  private static boolean isJsonObject(byte[] body) {
    try {
      return MAPPER.readTree(body) instanceof ObjectNode;
    } catch (IOException e) {
      return false;
    }
  }

  static Reply delete(S3Call call, BucketDocument document) {
    set(call, call.ownedBucket(), document.attribute(), null);
    return document == BucketDocument.POLICY ? Reply.ok() : Reply.noContent();
  }

  static Reply acl(S3Call call) {
    Bucket bucket = call.bucket(Permission.READ_ACP);
    return Reply.xml(AclXml.write(bucket.acl()));
  }

  static Reply putAcl(S3Call call, byte[] document) {
    Bucket bucket = call.bucket(Permission.WRITE_ACP);
    Acl present = bucket.acl();
    var users = call.zone().users();
    Acl changed =
        AclHeaders.read(call, present.owner(), present.owner())
            .orElseGet(() -> AclXml.read(XmlNode.parse(document), present.owner(), users));
    set(call, bucket, BucketRecord.ACL, CephEncoding.acl(changed));
    return Reply.ok();
  }

  static Reply tagging(S3Call call) {
    byte[] tags = call.ownedBucket().record().attr(TAGS);
    if (tags == null) {
      throw ErrorCode.NO_SUCH_TAG_SET.refusal();
    }
    return Reply.xml(Tags.write(CephEncoding.readTags(tags)));
  }

  static Reply putTagging(S3Call call, byte[] document) {
    var tags = Tags.read(XmlNode.parse(document));
    set(call, call.ownedBucket(), TAGS, CephEncoding.tags(tags));
    return Reply.ok();
  }

  static Reply deleteTagging(S3Call call) {
    set(call, call.ownedBucket(), TAGS, null);
    return Reply.ok();
  }

  static Reply versioning(S3Call call) {
    BucketRecord record = call.ownedBucket().record();
    XmlWriter xml = new XmlWriter().openS3("VersioningConfiguration");
    if (record.has(BucketRecord.VERSIONED)) {
      xml.text("Status", record.versioningEnabled() ? "Enabled" : "Suspended")
          .text("MfaDelete", "Disabled");
    }
    return Reply.xml(xml.close("VersioningConfiguration"));
  }

  static Reply putVersioning(S3Call call, byte[] document) {
    Bucket bucket = call.ownedBucket();
    String status = XmlNode.parse(document).childText("Status").orElse("");
    boolean suspend = status.equals("Suspended");
    if (!suspend && !status.equals("Enabled")) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    if (suspend && bucket.record().has(BucketRecord.OBJECT_LOCK)) {
      throw ErrorCode.INVALID_BUCKET_STATE.refusal(
          "bucket versioning cannot be disabled on buckets with object lock enabled");
    }
    int others = bucket.record().flags() & ~(BucketRecord.VERSIONED | BucketRecord.SUSPENDED);
    int flags = others | BucketRecord.VERSIONED | (suspend ? BucketRecord.SUSPENDED : 0);
    call.zone().buckets().update(bucket, record -> record.withFlags(flags));
    return Reply.ok();
  }

  static Reply objectLock(S3Call call) {
    BucketRecord record = call.ownedBucket().record();
    if (!record.has(BucketRecord.OBJECT_LOCK)) {
      throw ErrorCode.NO_SUCH_LOCK_CONFIGURATION.refusal();
    }
    byte[] kept = record.attr(ObjectLock.CONFIGURATION);
    if (kept != null) {
      return Reply.ok().xmlBody(kept);
    }
    return Reply.xml(
        new XmlWriter()
            .open("ObjectLockConfiguration")
            .text("ObjectLockEnabled", "Enabled")
            .close("ObjectLockConfiguration"));
  }

  static Reply putObjectLock(S3Call call, byte[] document) {
    Bucket bucket = call.ownedBucket();
    if (!bucket.record().has(BucketRecord.OBJECT_LOCK)) {
      throw ErrorCode.INVALID_BUCKET_STATE.refusal("bucket object lock not configured");
    }
    ObjectLock.checkConfiguration(XmlNode.parse(document));
    set(call, bucket, ObjectLock.CONFIGURATION, document);
    return Reply.ok();
  }

  private static void set(S3Call call, Bucket bucket, String attribute, byte @Nullable [] value) {
    call.zone().buckets().update(bucket, record -> record.withAttr(attribute, value));
  }
}
