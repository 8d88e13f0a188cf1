package io.gyre.embedded.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes S3's XML: elements and text, one line, in the order given. */
public final class XmlWriter {
  /** S3's namespace. */
  public static final String S3 = "http://s3.amazonaws.com/doc/2006-03-01/";

  private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

  private final StringBuilder out = new StringBuilder(DECLARATION);

  /** Opens an element. */
  public XmlWriter open(String name) {
    out.append('<').append(name).append('>');
    return this;
  }

  /** Opens an element in S3's namespace. */
  public XmlWriter openS3(String name) {
    out.append('<').append(name).append(" xmlns=\"").append(S3).append("\">");
    return this;
  }

  /** Opens a grantee of this type. */
  public XmlWriter openGrantee(String type) {
    out.append("<Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"")
        .append(type)
        .append("\">");
    return this;
  }

  /** Closes an element. */
  public XmlWriter close(String name) {
    out.append("</").append(name).append('>');
    return this;
  }

  /** An element with text. */
  public XmlWriter text(String name, String value) {
    open(name);
    escape(value);
    return close(name);
  }

  /** An element with an ETag, which is in quotes. */
  public XmlWriter etag(String etag) {
    open("ETag");
    out.append("&quot;").append(etag).append("&quot;");
    return close("ETag");
  }

  /** An element with a number. */
  public XmlWriter text(String name, long value) {
    open(name);
    out.append(value);
    return close(name);
  }

  /** An element with true or false. */
  public XmlWriter text(String name, boolean value) {
    return text(name, Boolean.toString(value));
  }

  /** Text in the open element. */
  public XmlWriter text(String value) {
    escape(value);
    return this;
  }

  /** The document. */
  public byte[] bytes() {
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void escape(String value) {
    int written = 0;
    for (int i = 0; i < value.length(); i++) {
      String escaped = escaped(value.charAt(i));
      if (escaped != null) {
        out.append(value, written, i).append(escaped);
        written = i + 1;
      }
    }
    if (written == 0) {
      out.append(value); // as nearly always, and in one go
    } else {
      out.append(value, written, value.length());
    }
  }

  /** What stands for a character that may not stand for itself; else null. */
  private static @Nullable String escaped(char c) {
    return switch (c) {
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '&' -> "&amp;";
      case '"' -> "&quot;";
      case '\'' -> "&apos;";
      default -> c < ' ' || c == 0x7f ? "&#x" + Integer.toHexString(c) + ";" : null;
    };
  }
}
