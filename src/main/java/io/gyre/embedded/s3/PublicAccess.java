package io.gyre.embedded.s3;

import io.gyre.embedded.http.Reply;
import io.gyre.embedded.http.XmlNode;
import io.gyre.embedded.http.XmlWriter;
import io.gyre.embedded.model.Bucket;
import io.gyre.embedded.model.CephEncoding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bucket's block of public access: four switches, kept in Ceph's encoding. */
final class PublicAccess {
  static final String PARAMETER = "publicAccessBlock";

  private static final String ATTRIBUTE = "user.rgw.public-access";
  private static final List<String> SWITCHES =
      List.of("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets");

  /** What the encoding has before the switches: two versions and a length. */
  private static final int HEAD = 6;

  private PublicAccess() {}

  static Reply get(S3Call call) {
    byte[] kept = call.ownedBucket().record().attr(ATTRIBUTE);
    String name = "BlockPublicAccessBlockConfiguration"; // the real gateway's word
    XmlWriter xml = new XmlWriter().open(name);
    for (int i = 0; i < SWITCHES.size(); i++) {
      xml.text(SWITCHES.get(i), kept != null && kept[HEAD + i] != 0);
    }
    return Reply.xml(xml.close(name));
  }

  static Reply put(S3Call call, byte[] document) {
    XmlNode xml = XmlNode.parse(document);
    set(
        call,
        CephEncoding.switches(
            SWITCHES.stream()
                .map(name -> xml.childText(name).filter("true"::equalsIgnoreCase).isPresent())
                .toList()));
    return Reply.ok();
  }

  static Reply delete(S3Call call) {
    set(call, null);
    return Reply.ok();
  }

  private static void set(S3Call call, byte @Nullable [] value) {
    Bucket bucket = call.ownedBucket();
    call.zone().buckets().update(bucket, record -> record.withAttr(ATTRIBUTE, value));
  }
}
