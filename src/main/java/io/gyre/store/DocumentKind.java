package io.gyre.store;

import io.gyre.s3.Xml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What an answer is. There are stores that overlook a sub-resource that they do not know, and then
 * answer with the bucket's listing, or remove the bucket. Pure.
 */
final class DocumentKind {
  /** Stands for a JSON object. */
  static final String JSON = "{";

  private DocumentKind() {}

  /**
   * Whether it is what was asked for.
   *
   * @param root name of the root element, without a namespace, or {@link #JSON}
   */
  static boolean is(String root, String document) {
    if (root.equals(JSON)) {
      return document.strip().startsWith(JSON);
    }
    try {
      String found = Xml.parse(document.getBytes(StandardCharsets.UTF_8)).getTagName();
      return found.replaceFirst("^.*:", "").equals(root);
    } catch (IOException e) {
      return false; // no document of S3 at all
    }
  }
}
