package io.gyre.embedded.s3;

import io.gyre.embedded.http.Percent;
import io.gyre.embedded.http.Query;
import io.gyre.embedded.http.XmlWriter;
import io.gyre.embedded.model.ListPage;
import io.gyre.embedded.model.ObjectVersion;
import io.gyre.embedded.model.Times;

/** Listings as XML. */
final class ListingXml {
  private ListingXml() {}

  static XmlWriter objects(Listing.Subject subject) {
    XmlWriter xml = new XmlWriter().openS3("ListBucketResult");
    head(xml, subject);
    Query query = subject.call().query();
    boolean second = query.text("list-type").equals("2");
    boolean owners = !second || query.text("fetch-owner").equals("true");
    for (ListPage.Row row : subject.page().rows()) {
      xml.open("Contents").text("Key", key(subject, row.key()));
      object(xml, row.version());
      if (owners) {
        AclXml.owner(xml, row.version().owner());
      }
      if (subject.system()) {
        xml.text("RgwxTag", Listing.writeTag(subject.call().zone(), row.version()));
      }
      xml.text("Type", "Normal").close("Contents");
    }
    prefixes(xml, subject);
    if (second) {
      secondTail(xml, subject);
    } else {
      xml.text("Marker", subject.query().marker());
      if (subject.page().truncated()) {
        xml.text("NextMarker", subject.page().nextMarker());
      }
    }
    return xml.close("ListBucketResult");
  }

  static XmlWriter versions(Listing.Subject subject) {
    XmlWriter xml = new XmlWriter().openS3("ListVersionsResult");
    head(xml, subject);
    xml.text("KeyMarker", subject.query().marker())
        .text("VersionIdMarker", subject.query().versionMarker());
    if (subject.page().truncated()) {
      xml.text("NextKeyMarker", subject.page().nextMarker());
      xml.text("NextVersionIdMarker", subject.page().nextVersionMarker());
    }
    subject.page().rows().forEach(row -> version(xml, subject, row));
    prefixes(xml, subject);
    return xml.close("ListVersionsResult");
  }

  private static void version(XmlWriter xml, Listing.Subject subject, ListPage.Row row) {
    ObjectVersion version = row.version();
    String element = version.deleteMarker() ? "DeleteMarker" : "Version";
    xml.open(element).text("Key", key(subject, row.key()));
    if (subject.system()) {
      if (version.epoch() > 0) {
        xml.text("VersionedEpoch", version.epoch());
      }
      xml.text("RgwxTag", Listing.writeTag(subject.call().zone(), version))
          .text("RgwxMtime", Times.nanos(version.listedMtime()));
    }
    xml.text("VersionId", version.versionId()).text("IsLatest", row.latest());
    if (version.deleteMarker()) {
      xml.text("LastModified", Times.millis(version.listedMtime()));
    } else {
      object(xml, version);
    }
    AclXml.owner(xml, version.owner());
    xml.text("Type", "Normal").close(element);
  }

  private static void object(XmlWriter xml, ObjectVersion version) {
    xml.text("LastModified", Times.millis(version.listedMtime()))
        .etag(version.content().etag())
        .text("Size", version.size())
        .text("StorageClass", version.content().storageClass());
  }

  private static void head(XmlWriter xml, Listing.Subject subject) {
    if (subject.urlEncoded()) {
      xml.text("EncodingType", "url");
    }
    xml.text("Name", subject.bucket().record().name())
        .text("Prefix", subject.query().prefix())
        .text("MaxKeys", subject.query().limit());
    if (!subject.query().delimiter().isEmpty()) {
      xml.text("Delimiter", subject.query().delimiter());
    }
    xml.text("IsTruncated", subject.page().truncated());
  }

  private static void secondTail(XmlWriter xml, Listing.Subject subject) {
    Query query = subject.call().query();
    query.get("continuation-token").ifPresent(token -> xml.text("ContinuationToken", token));
    if (subject.page().truncated()) {
      xml.text("NextContinuationToken", subject.page().nextMarker());
    }
    xml.text("KeyCount", subject.page().rows().size() + subject.page().prefixes().size());
    query.get("start-after").ifPresent(key -> xml.text("StartAfter", key));
  }

  private static void prefixes(XmlWriter xml, Listing.Subject subject) {
    for (String prefix : subject.page().prefixes()) {
      xml.open("CommonPrefixes")
          .text("Prefix", encoded(subject, prefix, true))
          .close("CommonPrefixes");
    }
  }

  private static String key(Listing.Subject subject, String key) {
    return encoded(subject, key, false);
  }

  /** Markers and the prefix come back as they are: 16.2 does that. */
  private static String encoded(Listing.Subject subject, String text, boolean keepSlash) {
    return subject.urlEncoded() ? Percent.encode(text, keepSlash) : text;
  }
}
