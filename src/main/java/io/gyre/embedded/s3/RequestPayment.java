package io.gyre.embedded.s3;

import com.fasterxml.jackson.databind.node.TextNode;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.http.XmlNode;
import io.gyre.embedded.http.XmlWriter;
import io.gyre.embedded.model.Bucket;

/** Who pays for requests: kept as part of the bucket's metadata, charged to nobody. */
final class RequestPayment {
  private static final String REQUESTER = "Requester";
  private static final String OWNER = "BucketOwner";
  private static final String FIELD = "requester_pays";

  private RequestPayment() {}

  static Reply get(S3Call call) {
    boolean requester = call.ownedBucket().record().info().path(FIELD).asText().equals("true");
    return Reply.xml(
        new XmlWriter()
            .openS3("RequestPaymentConfiguration")
            .text("Payer", requester ? REQUESTER : OWNER)
            .close("RequestPaymentConfiguration"));
  }

  static Reply put(S3Call call, byte[] document) {
    Bucket bucket = call.ownedBucket();
    String payer = XmlNode.parse(document).childText("Payer").orElse("");
    if (!payer.equals(REQUESTER) && !payer.equals(OWNER)) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    TextNode pays = TextNode.valueOf(Boolean.toString(payer.equals(REQUESTER)));
    call.zone().buckets().update(bucket, record -> record.with(FIELD, pays));
    return Reply.ok();
  }
}
