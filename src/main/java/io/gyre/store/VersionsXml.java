package io.gyre.store;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.s3.S3Answer;
import io.gyre.s3.Xml;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Reads {@code GET ?versions} with {@code encoding-type=url}. Pure. */
final class VersionsXml {
  private VersionsXml() {}

  /** A page, as it came: it may end amid the versions of a key. */
  static ListingPage page(String store, S3Answer answer, ListingPosition after) {
    try {
      Element root = Xml.parse(answer.body());
      boolean encoded = Xml.text(root, "EncodingType").equals("url");
      List<ListedVersion> rows = rows(root, encoded);
      boolean more = Xml.text(root, "IsTruncated").equals("true");
      return new ListingPage(rows, more ? next(root, encoded, rows, after) : after, more);
    } catch (IOException | DateTimeException | NumberFormatException e) {
      throw new GatewayException(
          FailureClass.TRANSIENT, "store " + store + ": a list of versions is not readable", e);
    }
  }

  private static List<ListedVersion> rows(Element root, boolean encoded) {
    List<ListedVersion> rows = new ArrayList<>();
    for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element
          && (element.getTagName().equals("Version")
              || element.getTagName().equals("DeleteMarker"))) {
        rows.add(row(element, encoded));
      }
    }
    return rows;
  }

  private static ListedVersion row(Element row, boolean encoded) {
    boolean marker = row.getTagName().equals("DeleteMarker");
    String id = Xml.text(row, "VersionId");
    return new ListedVersion(
        decoded(Xml.text(row, "Key"), encoded),
        id.isEmpty() ? "null" : id,
        marker,
        Xml.text(row, "IsLatest").equals("true"),
        OptionalLong.empty(),
        Instant.parse(Xml.text(row, "LastModified")),
        Xml.text(row, "ETag").replace("\"", ""),
        marker ? 0 : Long.parseLong(Xml.text(row, "Size")),
        "",
        Xml.text(row, "StorageClass"));
  }

  private static ListingPosition next(
      Element root, boolean encoded, List<ListedVersion> rows, ListingPosition after) {
    ListingPosition stated =
        new ListingPosition(
            decoded(Xml.text(root, "NextKeyMarker"), encoded),
            Xml.text(root, "NextVersionIdMarker"));
    if (!stated.key().isEmpty()) {
      return stated;
    }
    if (rows.isEmpty()) {
      throw new DateTimeException("nothing listed after '" + after.key() + "', but there is more");
    }
    ListedVersion last = rows.get(rows.size() - 1);
    return new ListingPosition(last.key(), last.versionId());
  }

  private static String decoded(String text, boolean encoded) {
    return encoded ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text;
  }
}
