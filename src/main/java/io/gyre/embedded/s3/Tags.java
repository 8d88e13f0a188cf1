package io.gyre.embedded.s3;

import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.Limits;
import io.gyre.embedded.http.Percent;
import io.gyre.embedded.http.XmlNode;
import io.gyre.embedded.http.XmlWriter;
import io.gyre.embedded.model.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Tags as a header and as XML. */
final class Tags {
  private Tags() {}

  /**
   * Reads {@code a=1&b=2}. As in the real gateway only percent escapes are decoded, tags without a
   * key are dropped, and so is what exceeds the limits where a system user asks; others are
   * refused.
   */
  static List<Tag> parse(String header, S3Call call) {
    List<Tag> tags = new ArrayList<>();
    for (String pair : header.split("&", -1)) {
      int equals = pair.indexOf('=');
      String key = Percent.decode(equals < 0 ? pair : pair.substring(0, equals), false);
      String value = equals < 0 ? "" : Percent.decode(pair.substring(equals + 1), false);
      boolean fits =
          tags.size() < Limits.TAGS
              && key.length() <= Limits.TAG_KEY
              && value.length() <= Limits.TAG_VALUE;
      if (!fits && !call.caller().system()) {
        throw ErrorCode.INVALID_ARGUMENT.refusal();
      }
      if (fits && !key.isEmpty()) {
        tags.add(new Tag(key, value));
      }
    }
    return sorted(tags);
  }

  static List<Tag> read(XmlNode document) {
    List<Tag> tags = new ArrayList<>();
    document
        .child("TagSet")
        .ifPresent(
            set ->
                set.all("Tag")
                    .forEach(
                        tag ->
                            tags.add(
                                new Tag(
                                    tag.childText("Key").orElse(""),
                                    tag.childText("Value").orElse("")))));
    return sorted(tags);
  }

  static XmlWriter write(List<Tag> tags) {
    XmlWriter xml = new XmlWriter().openS3("Tagging").open("TagSet");
    for (Tag tag : tags) {
      xml.open("Tag").text("Key", tag.key()).text("Value", tag.value()).close("Tag");
    }
    return xml.close("TagSet").close("Tagging");
  }

  private static List<Tag> sorted(List<Tag> tags) {
    return tags.stream().sorted(Comparator.comparing(Tag::key)).toList();
  }
}
