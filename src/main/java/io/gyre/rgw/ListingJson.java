package io.gyre.rgw;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.gyre.log.ListedVersion;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON form of a versions listing, which only system users get in full. Field by field,
 * without a tree: millions of rows come through here.
 */
final class ListingJson {
  private static final JsonFactory JSON = new JsonFactory();

  private ListingJson() {}

  /** One whole document; empty for anything else. */
  static Optional<Listing> parse(byte[] body) {
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      Listing listing = new Reader(json).listing();
      return json.nextToken() == null ? Optional.of(listing) : Optional.empty();
    } catch (JacksonException broken) {
      return Optional.empty();
    } catch (IOException impossible) {
      throw new IllegalStateException("reading an array in memory", impossible);
    }
  }

  /** Stands within the document. */
  private record Reader(JsonParser json) {

    Listing listing() throws IOException {
      List<ListedVersion> rows = new ArrayList<>();
      boolean listed = false;
      String more = "";
      String nextKey = "";
      String nextVersion = "";
      for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
        json.nextToken();
        switch (field) {
          case "Entries" -> listed = readRows(rows);
          case "IsTruncated" -> more = text();
          case "NextKeyMarker" -> nextKey = text();
          case "NextVersionIdMarker" -> nextVersion = text();
          default -> json.skipChildren();
        }
      }
      if (!listed) {
        throw Json.unreadable("has no list Entries");
      }
      return new Listing(rows, more.equals("true"), nextKey, nextVersion);
    }

    private boolean readRows(List<ListedVersion> rows) throws IOException {
      if (!json.isExpectedStartArrayToken()) {
        json.skipChildren();
        return false;
      }
      while (json.nextToken() == JsonToken.START_OBJECT) {
        rows.add(row());
      }
      return true;
    }

    private ListedVersion row() throws IOException {
      Row row = new Row();
      for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
        json.nextToken();
        switch (field) {
          case "Key" -> row.key = value();
          case "VersionId" -> row.versionId = value();
          case "IsDeleteMarker" -> row.marker = text().equals("true");
          case "IsLatest" -> row.latest = text().equals("true");
          case "VersionedEpoch" -> row.epoch = OptionalLong.of(json.getValueAsLong());
          case "RgwxMtime" -> row.mtime = value();
          case "ETag" -> row.etag = text().replace("\"", "");
          case "Size" -> row.size = json.getValueAsLong();
          case "Owner" -> row.owner = owner();
          case "StorageClass" -> row.storageClass = text();
          default -> json.skipChildren();
        }
      }
      return row.version();
    }

    private String owner() throws IOException {
      String id = "";
      if (json.currentToken() == JsonToken.START_OBJECT) {
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
          json.nextToken();
          id = field.equals("ID") ? text() : id;
          json.skipChildren();
        }
      }
      return id;
    }

    /** Empty for what is no single value. */
    private String text() throws IOException {
      @Nullable String value = value();
      return value == null ? "" : value;
    }

    private @Nullable String value() throws IOException {
      if (json.currentToken().isScalarValue()) {
        return json.getText();
      }
      json.skipChildren();
      return null;
    }
  }

  /** A row as far as it has been read. */
  private static final class Row {
    private @Nullable String key;
    private @Nullable String versionId;
    private @Nullable String mtime;
    private boolean marker;
    private boolean latest;
    private OptionalLong epoch = OptionalLong.empty();
    private String etag = "";
    private long size;
    private String owner = "";
    private String storageClass = "";

    ListedVersion version() {
      return new ListedVersion(
          required("Key", key),
          required("VersionId", versionId),
          marker,
          latest,
          epoch,
          time(required("RgwxMtime", mtime)),
          etag,
          size,
          owner,
          storageClass);
    }

    private static String required(String field, @Nullable String value) {
      if (value == null) {
        throw Json.unreadable("has no field " + field);
      }
      return value;
    }

    private static Instant time(String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeException e) {
        throw Json.unreadable("has the time '" + text + "' in field RgwxMtime");
      }
    }
  }
}
