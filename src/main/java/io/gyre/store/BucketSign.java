package io.gyre.store;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.s3.S3Answer;
import io.gyre.s3.Xml;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * A bucket's tags at a store: the source's, and two of ours that say of which bucket it is the
 * copy. Pure.
 *
 * @param id that the copy is known by; empty for a bucket that nobody says is one
 * @param owner uid of the source's owner
 * @param others the tags that are not ours
 */
record BucketSign(String id, String owner, Map<String, String> others) {
  private static final String ID = "gyre-source";
  private static final String OWNER = "gyre-owner";

  BucketSign {
    Map<String, String> foreign = new LinkedHashMap<>(others);
    foreign.keySet().removeAll(List.of(ID, OWNER)); // of a source that is a copy itself
    others = Map.copyOf(foreign);
  }

  /** Of a bucket without tags. */
  static final BucketSign NONE = new BucketSign("", "", Map.of());

  static BucketSign read(String store, S3Answer answer) {
    try {
      Map<String, String> tags = new LinkedHashMap<>();
      for (Element set : Xml.children(Xml.parse(answer.body()), "TagSet")) {
        for (Element tag : Xml.children(set, "Tag")) {
          tags.put(Xml.text(tag, "Key"), Xml.text(tag, "Value"));
        }
      }
      String id = Optional.ofNullable(tags.remove(ID)).orElse("");
      String owner = Optional.ofNullable(tags.remove(OWNER)).orElse("");
      return new BucketSign(id, owner, tags);
    } catch (IOException e) {
      throw new GatewayException(
          FailureClass.TRANSIENT, "store " + store + ": a bucket's tags are not readable", e);
    }
  }

  /** The body of {@code PUT ?tagging}. */
  String document() {
    StringBuilder xml = new StringBuilder("<Tagging><TagSet>");
    append(xml, ID, id);
    append(xml, OWNER, owner);
    others.forEach((key, value) -> append(xml, key, value));
    return xml.append("</TagSet></Tagging>").toString();
  }

  private static void append(StringBuilder xml, String key, String value) {
    xml.append("<Tag><Key>").append(Xml.escape(key)).append("</Key><Value>");
    xml.append(Xml.escape(value)).append("</Value></Tag>");
  }
}
