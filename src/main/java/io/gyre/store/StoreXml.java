package io.gyre.store;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.s3.S3Answer;
import io.gyre.s3.Xml;
import java.io.IOException;
import org.w3c.dom.Element;

/** The documents that a store answers. */
final class StoreXml {
  private StoreXml() {}

  /**
   * The root element of an answer. A store may answer 200 before it knows, and then write an error
   * into the body.
   */
  static Element parse(String store, S3Answer answer) {
    Element root;
    try {
      root = Xml.parse(answer.body());
    } catch (IOException e) {
      throw new GatewayException(
          FailureClass.TRANSIENT, "store " + store + ": it answered no document of S3", e);
    }
    if (root.getTagName().equals("Error")) {
      String code = Xml.text(root, "Code");
      throw new GatewayException(
          FailureClass.TRANSIENT,
          200,
          code,
          "store " + store + ": it answered 200, and in its body " + code,
          null);
    }
    return root;
  }

  /** The text of an element that has to be there. */
  static String required(String store, S3Answer answer, String name) {
    String value = Xml.text(parse(store, answer), name);
    if (value.isEmpty()) {
      throw new GatewayException(
          FailureClass.CORRUPT, "store " + store + ": its answer has no " + name, null);
    }
    return value;
  }
}
