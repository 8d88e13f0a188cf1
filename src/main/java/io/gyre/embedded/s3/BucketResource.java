package io.gyre.embedded.s3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.http.XmlWriter;
import io.gyre.embedded.model.Acl;
import io.gyre.embedded.model.Bucket;
import io.gyre.embedded.model.BucketRecord;
import io.gyre.embedded.model.Buckets;
import io.gyre.embedded.model.Json;
import io.gyre.embedded.model.MetaVersion;
import io.gyre.embedded.model.Owner;
import io.gyre.embedded.model.Permission;
import io.gyre.embedded.model.PlacementRule;
import io.gyre.embedded.model.User;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Buckets themselves: list, create, look at, remove. */
final class BucketResource {
  /** What S3 allows; by metadata or Swift others come too. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?!.*(\\.\\.|-\\.|\\.-))(?!\\d+\\.\\d+\\.\\d+\\.\\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  private BucketResource() {}

  static Reply listAll(S3Call call) {
    Owner owner = call.caller().owner();
    List<Bucket> buckets = call.zone().buckets().ownedBy(owner.id());
    XmlWriter xml = new XmlWriter().openS3("ListAllMyBucketsResult");
    AclXml.owner(xml, owner);
    xml.open("Buckets");
    for (Bucket bucket : buckets) {
      String created = bucket.record().info().path("creation_time").asText();
      xml.open("Bucket")
          .text("Name", bucket.record().name())
          .text("CreationDate", created.replaceFirst("\\d{3}Z$", "Z"))
          .close("Bucket");
    }
    return Reply.xml(xml.close("Buckets").close("ListAllMyBucketsResult"));
  }

  static Reply create(S3Call call, byte[] document) {
    User user = call.caller().signedUser();
    if (!NAME.matcher(call.request().bucket().replaceFirst("^[^:]*:", "")).matches()) {
      throw ErrorCode.INVALID_BUCKET_NAME.refusal();
    }
    PlacementRule placement = WantedPlacement.read(call, user, document);
    boolean lock =
        call.request()
            .header("x-amz-bucket-object-lock-enabled")
            .map("true"::equalsIgnoreCase)
            .orElse(false);
    int flags = lock ? BucketRecord.OBJECT_LOCK | BucketRecord.VERSIONED : 0;
    Acl acl = AclHeaders.read(call, user.owner(), user.owner()).orElse(user.privateAcl());
    Buckets.Creation creation =
        new Buckets.Creation(
            call.bucketKey(),
            user.owner(),
            acl,
            placement,
            call.zone().settings().indexShards(),
            flags);
    Optional<Bucket> created = call.zone().buckets().create(creation);
    Bucket bucket = created.orElseGet(() -> existing(call, user));
    return call.caller().system() ? describe(call, bucket, created.isPresent()) : Reply.ok();
  }

  static Reply head(S3Call call) {
    Bucket bucket = call.bucket(Permission.READ);
    Bucket.Usage usage = bucket.usage();
    return Reply.ok()
        .header("X-RGW-Object-Count", Long.toString(usage.objects()))
        .header("X-RGW-Bytes-Used", Long.toString(usage.bytes()));
  }

  static Reply delete(S3Call call) {
    Bucket bucket = call.bucket(Permission.WRITE);
    if (!bucket.isEmpty()) {
      throw ErrorCode.BUCKET_NOT_EMPTY.refusal();
    }
    call.zone().buckets().remove(bucket);
    return Reply.noContent();
  }

  static Reply location(S3Call call) {
    call.ownedBucket();
    String zonegroup = call.zone().identity().zonegroup();
    return Reply.xml(
        new XmlWriter().openS3("LocationConstraint").text(zonegroup).close("LocationConstraint"));
  }

  static Reply policyStatus(S3Call call) {
    call.ownedBucket();
    return Reply.xml(
        new XmlWriter().openS3("PolicyStatus").text("IsPublic", false).close("PolicyStatus"));
  }

  static Reply logging(S3Call call) {
    call.ownedBucket();
    return Reply.xml(new XmlWriter().openS3("BucketLoggingStatus").close("BucketLoggingStatus"));
  }

  static Reply notification(S3Call call) {
    call.ownedBucket();
    String name = "NotificationConfiguration";
    return Reply.xml(new XmlWriter().open(name).close(name));
  }

  /** Creating one's own bucket again changes nothing. */
  private static Bucket existing(S3Call call, User user) {
    return call.zone()
        .buckets()
        .find(call.bucketKey())
        .filter(bucket -> bucket.record().owner().equals(user.id()))
        .orElseThrow(ErrorCode.BUCKET_ALREADY_EXISTS::refusal);
  }

  private static Reply describe(S3Call call, Bucket bucket, boolean created) {
    BucketRecord record = bucket.record();
    MetaVersion entry =
        created
            ? call.zone().buckets().entry(record.entryKey()).orElseThrow().meta().version()
            : MetaVersion.NONE;
    ObjectNode json = Json.object();
    json.set("entry_point_object_ver", Json.version(entry));
    json.set("object_ver", Json.version(record.version()));
    json.set("bucket_info", record.info());
    return Reply.json(json);
  }
}
