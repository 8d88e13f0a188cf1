package io.gyre.embedded.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Error answers in the real gateway's two forms. */
public final class Errors {
  private final String hostId;

  /** With the host id that every error names. */
  public Errors(String hostId) {
    this.hostId = hostId;
  }

  /** XML for S3. Names the bucket when the request had one. */
  public Reply s3(Refusal refusal, String bucket, String requestId) {
    ErrorCode code = refusal.code();
    if (code == ErrorCode.NOT_MODIFIED) {
      return Reply.status(code.status());
    }
    XmlWriter xml =
        new XmlWriter().open("Error").text("Code", code.text()).text("Message", refusal.text());
    if (!bucket.isEmpty()) {
      xml.text("BucketName", bucket);
    }
    xml.text("RequestId", requestId).text("HostId", hostId).close("Error");
    return Reply.status(code.status()).header("Accept-Ranges", "bytes").xmlBody(xml.bytes());
  }

  /** JSON for the admin API. */
  public Reply admin(Refusal refusal, String requestId) {
    ErrorCode code = refusal.code();
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("Code", code.text())
            .put("Message", refusal.text())
            .put("RequestId", requestId)
            .put("HostId", hostId);
    return Reply.status(code.status()).header("Accept-Ranges", "bytes").jsonBody(Reply.bytes(json));
  }
}
