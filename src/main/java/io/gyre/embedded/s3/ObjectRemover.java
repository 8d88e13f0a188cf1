package io.gyre.embedded.s3;

import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.Limits;
import io.gyre.embedded.http.Refusal;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.http.XmlNode;
import io.gyre.embedded.http.XmlWriter;
import io.gyre.embedded.model.Bucket;
import io.gyre.embedded.model.Permission;
import io.gyre.embedded.model.Precondition;
import io.gyre.embedded.model.Removal;
import java.time.Instant;
import java.util.List;

/** DELETE of an object or a version, and of many in one request. */
final class ObjectRemover {
  private ObjectRemover() {}

  static Reply remove(S3Call call) {
    Bucket bucket = call.bucket(Permission.WRITE);
    String versionId = call.query().text("versionId");
    String markerId = call.system("rgwx-version-id");
    Removal removal = new Removal(call.key(), versionId, markerId, call.versionedEpoch());
    Removal.Result result = remove(call, bucket, removal);
    Reply reply = Reply.noContent();
    if (!result.versionId().isEmpty()) {
      reply.header("x-amz-version-id", result.versionId());
    }
    if (result.deleteMarker()) {
      reply.header("x-amz-delete-marker", "true");
    }
    return reply;
  }

  static Reply removeMany(S3Call call, byte[] document) {
    Bucket bucket = call.bucket(Permission.WRITE);
    XmlNode request = XmlNode.parse(document);
    boolean quiet = request.childText("Quiet").orElse("").equals("true");
    List<XmlNode> objects = request.all("Object");
    if (objects.isEmpty() || objects.size() > Limits.MULTI_DELETE) {
      throw ErrorCode.MALFORMED_XML.refusal();
    }
    XmlWriter xml = new XmlWriter().openS3("DeleteResult");
    for (XmlNode object : objects) {
      String key = object.childText("Key").orElse("");
      String versionId = object.childText("VersionId").orElse("");
      try {
        Removal.Result result = remove(call, bucket, new Removal(key, versionId, "", 0));
        if (!quiet) {
          deleted(xml, key, versionId, result);
        }
      } catch (Refusal refusal) {
        failed(xml, key, versionId, refusal);
      }
    }
    return Reply.xml(xml.close("DeleteResult"));
  }

  private static Removal.Result remove(S3Call call, Bucket bucket, Removal removal) {
    boolean named = !removal.versionId().isEmpty() && removal.markerId().isEmpty();
    boolean bypass = ObjectLock.bypassesGovernance(call.request());
    Instant now = call.zone().clock().now();
    Precondition unlocked = present -> ObjectLock.checkRemoval(present, now, bypass);
    return bucket.remove(removal, call.caller().owner(), named ? unlocked : Precondition.NONE);
  }

  private static void deleted(XmlWriter xml, String key, String versionId, Removal.Result result) {
    xml.open("Deleted").text("Key", key);
    if (!versionId.isEmpty()) {
      xml.text("VersionId", versionId);
    }
    if (result.deleteMarker()) {
      xml.text("DeleteMarker", true).text("DeleteMarkerVersionId", result.versionId());
    }
    xml.close("Deleted");
  }

  private static void failed(XmlWriter xml, String key, String versionId, Refusal refusal) {
    xml.open("Error").text("Key", key);
    if (!versionId.isEmpty()) {
      xml.text("VersionId", versionId);
    }
    xml.text("Code", refusal.code().text()).text("Message", refusal.text()).close("Error");
  }
}
