package io.gyre.embedded.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.http.XmlNode;
import io.gyre.embedded.http.XmlWriter;
import io.gyre.embedded.model.BucketRecord;
import io.gyre.embedded.model.Json;

/**
 * A bucket's website configuration: index and error document. It is part of the bucket's metadata.
 */
final class Website {
  private static final String CONFIGURATION = "website_conf";
  private static final String PRESENT = "has_website";

  private Website() {}

  static Reply get(S3Call call) {
    BucketRecord record = call.ownedBucket().record();
    if (!record.info().path(PRESENT).asText().equals("true")) {
      throw ErrorCode.NO_SUCH_WEBSITE.refusal();
    }
    JsonNode website = record.info().path(CONFIGURATION);
    XmlWriter xml = new XmlWriter().openS3("WebsiteConfiguration");
    xml.open("IndexDocument")
        .text("Suffix", website.path("index_doc_suffix").asText())
        .close("IndexDocument");
    if (!website.path("error_doc").asText().isEmpty()) {
      xml.open("ErrorDocument")
          .text("Key", website.path("error_doc").asText())
          .close("ErrorDocument");
    }
    return Reply.xml(xml.close("WebsiteConfiguration"));
  }

  static Reply put(S3Call call, byte[] document) {
    XmlNode xml = XmlNode.parse(document);
    ObjectNode website = Json.object();
    website.put("index_doc_suffix", text(xml, "IndexDocument", "Suffix"));
    website.put("error_doc", text(xml, "ErrorDocument", "Key"));
    website.putObject("routing_rules").putArray("rules");
    set(call, "true", website);
    return Reply.ok();
  }

  static Reply delete(S3Call call) {
    set(call, "false", Json.object());
    return Reply.noContent();
  }

  private static void set(S3Call call, String present, ObjectNode website) {
    call.zone()
        .buckets()
        .update(
            call.ownedBucket(),
            record -> record.with(PRESENT, TextNode.valueOf(present)).with(CONFIGURATION, website));
  }

  private static String text(XmlNode document, String element, String child) {
    return document.child(element).flatMap(node -> node.childText(child)).orElse("");
  }
}
