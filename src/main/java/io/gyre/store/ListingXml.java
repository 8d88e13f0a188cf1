package io.gyre.store;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.s3.S3Answer;
import io.gyre.s3.Xml;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/**
 * The answer to a listing that was asked for with {@code encoding-type=url}. Pure.
 *
 * @param root element of the document
 * @param encoded whether the store has encoded the keys of its rows; it need not
 */
record ListingXml(Element root, boolean encoded) {
  /**
   * Control characters, which XML cannot have: a RADOS gateway (16.2) repeats in it what it was
   * asked for, as it is, while it encodes the keys of the rows.
   */
  private static final Pattern CONTROL =
      Pattern.compile(
          "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]|&#(x0*1?[0-9a-fA-F]|0*([12]?[0-9]|3[01]));");

  /**
   * Reads one.
   *
   * @param store for messages
   */
  static ListingXml of(String store, S3Answer answer) {
    String text = new String(answer.body(), StandardCharsets.ISO_8859_1);
    String readable = CONTROL.matcher(text).replaceAll("?");
    try {
      Element root = Xml.parse(readable.getBytes(StandardCharsets.ISO_8859_1));
      boolean encoded = Xml.text(root, "EncodingType").equals("url");
      if (!encoded && !readable.equals(text)) {
        throw new IOException("it has control characters, and does not encode them");
      }
      return new ListingXml(root, encoded);
    } catch (IOException e) {
      throw unreadable(store, e);
    }
  }

  static GatewayException unreadable(String store, Exception cause) {
    String message = "store " + store + ": a listing is not readable: " + cause.getMessage();
    return new GatewayException(FailureClass.TRANSIENT, message, cause);
  }

  /** The key of a row. */
  String key(Element row) {
    return decoded(Xml.text(row, "Key"));
  }

  /** A text that may be encoded. */
  String decoded(String text) {
    return encoded ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text;
  }
}
