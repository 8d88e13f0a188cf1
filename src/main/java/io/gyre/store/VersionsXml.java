package io.gyre.store;

import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.s3.S3Answer;
import io.gyre.s3.Xml;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Reads {@code GET ?versions}, or a listing of objects, with {@code encoding-type=url}. Pure. */
final class VersionsXml {
  /** Of a bucket without versions. */
  private static final String OBJECT = "Contents";

  private static final Set<String> ROWS = Set.of("Version", "DeleteMarker", OBJECT);

  private VersionsXml() {}

  /** A page, as it came: it may end amid the versions of a key. */
  static ListingPage page(String store, S3Answer answer, ListingPosition after) {
    ListingXml listing = ListingXml.of(store, answer);
    try {
      List<ListedVersion> rows = MarkersApart.inOrder(rows(listing));
      boolean more = Xml.text(listing.root(), "IsTruncated").equals("true");
      return new ListingPage(rows, more ? next(listing, rows, after) : after, more);
    } catch (DateTimeException | NumberFormatException e) {
      throw ListingXml.unreadable(store, e);
    }
  }

  private static List<ListedVersion> rows(ListingXml listing) {
    List<ListedVersion> rows = new ArrayList<>();
    Node first = listing.root().getFirstChild();
    for (Node node = first; node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && ROWS.contains(element.getTagName())) {
        rows.add(row(listing, element));
      }
    }
    return rows;
  }

  private static ListedVersion row(ListingXml listing, Element row) {
    boolean marker = row.getTagName().equals("DeleteMarker");
    String id = Xml.text(row, "VersionId");
    return new ListedVersion(
        listing.key(row),
        id.isEmpty() ? "null" : id,
        marker,
        row.getTagName().equals(OBJECT) || Xml.text(row, "IsLatest").equals("true"),
        OptionalLong.empty(),
        Instant.parse(Xml.text(row, "LastModified")),
        Xml.text(row, "ETag").replace("\"", ""),
        marker ? 0 : Long.parseLong(Xml.text(row, "Size")),
        "",
        Xml.text(row, "StorageClass"));
  }

  /**
   * After the last row, if there is one: what stores say of it themselves is encoded by some, and
   * by others not.
   */
  private static ListingPosition next(
      ListingXml listing, List<ListedVersion> rows, ListingPosition after) {
    if (!rows.isEmpty()) {
      ListedVersion last = rows.get(rows.size() - 1);
      return new ListingPosition(last.key(), last.versionId());
    }
    ListingPosition stated =
        new ListingPosition(
            listing.decoded(Xml.text(listing.root(), "NextKeyMarker")),
            Xml.text(listing.root(), "NextVersionIdMarker"));
    if (stated.key().isEmpty() || stated.equals(after)) {
      throw new DateTimeException("nothing listed after '" + after.key() + "', but there is more");
    }
    return stated;
  }
}
