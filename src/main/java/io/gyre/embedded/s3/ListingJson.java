package io.gyre.embedded.s3;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gyre.embedded.http.Percent;
import io.gyre.embedded.model.ListPage;
import io.gyre.embedded.model.ObjectVersion;
import io.gyre.embedded.model.Times;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Listings as JSON, as another gateway asks for them: {@code format=json&objs-container=true}.
 * {@code IsTruncated} is a text there, the other booleans are real ones.
 */
final class ListingJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private ListingJson() {}

  static byte[] write(Listing.Subject subject) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      head(json, subject);
      json.writeArrayFieldStart(subject.query().versions() ? "Entries" : "Contents");
      for (ListPage.Row row : subject.page().rows()) {
        entry(json, subject, row);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void head(JsonGenerator json, Listing.Subject subject) throws IOException {
    ListPage page = subject.page();
    json.writeStringField("Name", subject.bucket().record().name());
    json.writeStringField("Prefix", subject.query().prefix());
    json.writeNumberField("MaxKeys", subject.query().limit());
    json.writeStringField("IsTruncated", Boolean.toString(page.truncated()));
    json.writeStringField("KeyMarker", subject.query().marker());
    json.writeStringField("VersionIdMarker", subject.query().versionMarker());
    if (page.truncated()) {
      json.writeStringField("NextKeyMarker", page.nextMarker());
      json.writeStringField("NextVersionIdMarker", page.nextVersionMarker());
    }
  }

  private static void entry(JsonGenerator json, Listing.Subject subject, ListPage.Row row)
      throws IOException {
    ObjectVersion version = row.version();
    json.writeStartObject();
    json.writeBooleanField("IsDeleteMarker", version.deleteMarker());
    json.writeStringField("Key", key(subject, row.key()));
    if (subject.system()) {
      if (version.epoch() > 0) {
        json.writeNumberField("VersionedEpoch", version.epoch());
      }
      json.writeStringField("RgwxTag", Listing.writeTag(subject.call().zone(), version));
      json.writeStringField("RgwxMtime", Times.nanos(version.listedMtime()));
    }
    json.writeStringField("VersionId", version.versionId());
    json.writeBooleanField("IsLatest", row.latest());
    json.writeStringField("LastModified", Times.millis(version.listedMtime()));
    if (!version.deleteMarker()) {
      json.writeStringField("ETag", '"' + version.content().etag() + '"');
      json.writeNumberField("Size", version.size());
      json.writeStringField("StorageClass", version.content().storageClass());
    }
    json.writeObjectFieldStart("Owner");
    json.writeStringField("ID", version.owner().id());
    json.writeStringField("DisplayName", version.owner().displayName());
    json.writeEndObject();
    json.writeStringField("Type", "Normal");
    json.writeEndObject();
  }

  private static String key(Listing.Subject subject, String key) {
    return subject.urlEncoded() ? Percent.encode(key, false) : key;
  }
}
