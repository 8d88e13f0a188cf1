package io.gyre.embedded.s3;

import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.Limits;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.http.XmlWriter;
import io.gyre.embedded.model.Bucket;
import io.gyre.embedded.model.KeyOrder;
import io.gyre.embedded.model.Owner;
import io.gyre.embedded.model.Permission;
import io.gyre.embedded.model.Times;
import io.gyre.embedded.model.Upload;
import java.util.List;

/** Lists unfinished uploads, and the parts of one. */
final class UploadListing {
  private UploadListing() {}

  static Reply uploads(S3Call call) {
    Bucket bucket = call.bucket(Permission.READ);
    int limit = Math.min(call.query().number("max-uploads", Limits.PAGE), Limits.PAGE);
    String prefix = call.query().text("prefix");
    String keyMarker = call.query().text("key-marker");
    String idMarker = call.query().text("upload-id-marker");
    List<Upload> after =
        bucket.uploads().list().stream()
            .filter(upload -> upload.key().startsWith(prefix))
            .filter(upload -> isAfter(upload, keyMarker, idMarker))
            .toList();
    List<Upload> page = after.subList(0, Math.min(limit, after.size()));
    XmlWriter xml = new XmlWriter().openS3("ListMultipartUploadsResult");
    xml.text("Bucket", bucket.record().name());
    if (!prefix.isEmpty()) {
      xml.text("Prefix", prefix);
    }
    if (!keyMarker.isEmpty()) {
      xml.text("KeyMarker", keyMarker);
    }
    if (!page.isEmpty()) {
      Upload last = page.get(page.size() - 1);
      xml.text("NextKeyMarker", last.key()).text("NextUploadIdMarker", last.id());
    }
    xml.text("MaxUploads", limit).text("IsTruncated", page.size() < after.size());
    page.forEach(upload -> upload(xml, upload));
    return Reply.xml(xml.close("ListMultipartUploadsResult"));
  }

  static Reply parts(S3Call call) {
    Bucket bucket = call.bucket(Permission.READ);
    Upload upload =
        bucket
            .uploads()
            .find(call.key(), call.query().text("uploadId"))
            .orElseThrow(ErrorCode.NO_SUCH_KEY::refusal);
    int marker = call.query().number("part-number-marker", 0);
    int limit = Math.min(call.query().number("max-parts", Limits.PAGE), Limits.PAGE);
    List<Upload.Part> after =
        upload.received().stream().filter(part -> part.number() > marker).toList();
    List<Upload.Part> page = after.subList(0, Math.min(limit, after.size()));
    int next = page.isEmpty() ? marker : page.get(page.size() - 1).number();
    XmlWriter xml =
        new XmlWriter()
            .openS3("ListPartsResult")
            .text("Bucket", bucket.record().name())
            .text("Key", upload.key())
            .text("UploadId", upload.id())
            .text("StorageClass", "STANDARD")
            .text("PartNumberMarker", marker)
            .text("NextPartNumberMarker", next)
            .text("MaxParts", limit)
            .text("IsTruncated", page.size() < after.size());
    AclXml.owner(xml, upload.attributes().acl().owner());
    page.forEach(part -> part(xml, part));
    return Reply.xml(xml.close("ListPartsResult"));
  }

  private static boolean isAfter(Upload upload, String keyMarker, String idMarker) {
    int order = KeyOrder.BYTES.compare(upload.key(), keyMarker);
    return order > 0 || (order == 0 && !idMarker.isEmpty() && upload.id().compareTo(idMarker) > 0);
  }

  private static void upload(XmlWriter xml, Upload upload) {
    Owner owner = upload.attributes().acl().owner();
    xml.open("Upload").text("Key", upload.key()).text("UploadId", upload.id());
    xml.open("Initiator")
        .text("ID", owner.id())
        .text("DisplayName", owner.displayName())
        .close("Initiator");
    AclXml.owner(xml, owner);
    xml.text("StorageClass", "STANDARD")
        .text("Initiated", Times.millis(upload.initiated()))
        .close("Upload");
  }

  private static void part(XmlWriter xml, Upload.Part part) {
    xml.open("Part")
        .text("LastModified", Times.millis(part.mtime()))
        .text("PartNumber", part.number())
        .etag(part.content().etag())
        .text("Size", part.content().size())
        .close("Part");
  }
}
