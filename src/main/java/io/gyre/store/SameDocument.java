package io.gyre.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gyre.s3.Xml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Whether two documents of S3, in XML or JSON, say the same: servers write them with other
 * namespaces, blanks and orders than they got them. Pure.
 */
final class SameDocument {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SameDocument() {}

  static boolean is(String one, String other) {
    if (one.equals(other)) {
      return true;
    }
    try {
      return one.strip().startsWith("{")
          ? JSON.readTree(one).equals(JSON.readTree(other))
          : canonical(parse(one)).equals(canonical(parse(other)));
    } catch (IOException e) {
      return false; // at worst it is written once more
    }
  }

  private static Element parse(String document) throws IOException {
    return Xml.parse(document.getBytes(StandardCharsets.UTF_8));
  }

  /** The order of elements says nothing in any document that is compared here. */
  private static String canonical(Element element) {
    List<String> children = new ArrayList<>();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        children.add(canonical(child));
      }
    }
    children.sort(String::compareTo);
    String name = element.getTagName().replaceFirst("^.*:", "");
    String content = children.isEmpty() ? element.getTextContent() : String.join("", children);
    return "<" + name + ">" + content + "</" + name + ">";
  }
}
