package io.gyre.embedded.s3;

import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.http.XmlNode;
import io.gyre.embedded.http.XmlWriter;
import io.gyre.embedded.model.Acl;
import io.gyre.embedded.model.Attributes;
import io.gyre.embedded.model.Bucket;
import io.gyre.embedded.model.BucketRecord;
import io.gyre.embedded.model.ObjectVersion;
import io.gyre.embedded.model.Permission;
import io.gyre.embedded.model.Retention;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** The sub-resources of objects: ACL, tags, retention, legal hold. */
final class ObjectDocuments {
  private ObjectDocuments() {}

  static Reply acl(S3Call call) {
    return Reply.xml(AclXml.write(find(call, Permission.READ_ACP).attributes().acl()));
  }

  static Reply putAcl(S3Call call, byte[] document) {
    ObjectVersion version = find(call, Permission.WRITE_ACP);
    Acl present = version.attributes().acl();
    Bucket bucket = call.bucket();
    Acl changed =
        AclHeaders.read(call, present.owner(), bucket.acl().owner())
            .orElseGet(
                () -> AclXml.read(XmlNode.parse(document), present.owner(), call.zone().users()));
    return update(call, attributes -> attributes.withAcl(changed), 200);
  }

  static Reply tagging(S3Call call) {
    return Reply.xml(Tags.write(find(call, Permission.READ).attributes().tags()));
  }

  static Reply putTagging(S3Call call, byte[] document) {
    find(call, Permission.WRITE);
    var tags = Tags.read(XmlNode.parse(document));
    return update(call, attributes -> attributes.withTags(tags), 200);
  }

  /** Without a version id 16.2 touches the head of a versioned key, and the tags stay. */
  static Reply deleteTagging(S3Call call) {
    find(call, Permission.WRITE);
    if (call.instance().isEmpty() && call.bucket().find(call.key()).hasOlh()) {
      call.bucket().logHeadWrite(call.key());
      return Reply.noContent();
    }
    return update(call, attributes -> attributes.withTags(List.of()), 204);
  }

  static Reply retention(S3Call call) {
    Retention retention = find(lockable(call), Permission.READ).attributes().retention();
    if (retention == null) {
      throw ErrorCode.NO_SUCH_LOCK_CONFIGURATION.refusal();
    }
    return Reply.xml(ObjectLock.writeRetention(retention));
  }

  static Reply putRetention(S3Call call, byte[] document) {
    ObjectVersion version = find(lockable(call), Permission.WRITE);
    Retention retention = ObjectLock.readRetention(XmlNode.parse(document));
    boolean bypass = ObjectLock.bypassesGovernance(call.request());
    Instant now = call.zone().clock().now();
    ObjectLock.checkChange(version.attributes().retention(), retention, bypass, now);
    return update(call, attributes -> attributes.withRetention(retention), 200);
  }

  static Reply legalHold(S3Call call) {
    String status = find(lockable(call), Permission.READ).attributes().legalHold();
    if (status == null) {
      throw ErrorCode.NO_SUCH_LOCK_CONFIGURATION.refusal();
    }
    return Reply.xml(new XmlWriter().open("LegalHold").text("Status", status).close("LegalHold"));
  }

  static Reply putLegalHold(S3Call call, byte[] document) {
    find(lockable(call), Permission.WRITE);
    String status = XmlNode.parse(document).childText("Status").orElse("");
    if (!status.equals("ON") && !status.equals("OFF")) {
      throw ErrorCode.MALFORMED_XML.refusal();
    }
    return update(call, attributes -> attributes.withLegalHold(status), 200);
  }

  private static S3Call lockable(S3Call call) {
    if (!call.bucket().record().has(BucketRecord.OBJECT_LOCK)) {
      throw ErrorCode.INVALID_REQUEST.refusal("bucket object lock not configured");
    }
    return call;
  }

  private static ObjectVersion find(S3Call call, Permission permission) {
    Bucket bucket = call.bucket();
    return ObjectReader.allowed(call, bucket, call.key(), call.instance(), permission);
  }

  private static Reply update(S3Call call, UnaryOperator<Attributes> change, int status) {
    ObjectVersion updated = call.bucket().update(call.key(), call.instance().orElse(null), change);
    if (updated == null) {
      throw ErrorCode.NO_SUCH_KEY.refusal();
    }
    return Reply.status(status);
  }
}
