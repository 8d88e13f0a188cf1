package io.gyre.rgw;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.copy.ObjectVersion;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Reads the JSON form of a versions listing, which only system users get in full. */
final class ListingJson {
  private ListingJson() {}

  /**
   * A page, which does not end amid the versions of a key if that can be helped: where the one to
   * go on after is a null delete marker, or has been removed meanwhile, the gateway (16.2) goes on
   * with the next key and leaves out the older ones. What is left out here comes again on the next
   * page.
   */
  static ListingPage page(JsonNode listing, ListingPosition after) {
    List<ListedVersion> versions = rows(listing);
    boolean more = Json.flag(listing, "IsTruncated");
    if (more) {
      endAtAKey(versions);
    }
    ListingPosition next =
        versions.isEmpty()
            ? stated(listing, after, more)
            : positionOf(versions.get(versions.size() - 1));
    return new ListingPage(versions, next, more);
  }

  /** All rows, as they came. */
  static List<ListedVersion> rows(JsonNode listing) {
    List<ListedVersion> rows = new ArrayList<>();
    Json.array(listing, "Entries").forEach(entry -> rows.add(version(entry)));
    return rows;
  }

  /** Should a gateway skip so many entries that are no objects that a page has no row. */
  private static ListingPosition stated(JsonNode listing, ListingPosition after, boolean more) {
    if (!more) {
      return after;
    }
    ListingPosition next =
        new ListingPosition(
            Json.text(listing, "NextKeyMarker"), Json.text(listing, "NextVersionIdMarker"));
    if (next.equals(after) || next.equals(ListingPosition.START)) {
      throw Json.unreadable("lists nothing after '" + after.key() + "' and says there is more");
    }
    return next;
  }

  static void endAtAKey(List<ListedVersion> versions) {
    int size = versions.size();
    int end = size;
    while (end > 0 && versions.get(end - 1).key().equals(versions.get(size - 1).key())) {
      end--;
    }
    if (end == 0 && size > 1 && versions.get(size - 1).versionId().equals(ObjectVersion.NULL)) {
      end = size - 1;
    }
    if (end > 0) {
      versions.subList(end, size).clear();
    }
  }

  private static ListingPosition positionOf(ListedVersion last) {
    return new ListingPosition(last.key(), last.versionId());
  }

  private static ListedVersion version(JsonNode entry) {
    JsonNode epoch = entry.path("VersionedEpoch");
    return new ListedVersion(
        Json.required(entry, "Key"),
        Json.required(entry, "VersionId"),
        Json.flag(entry, "IsDeleteMarker"),
        Json.flag(entry, "IsLatest"),
        epoch.isMissingNode() ? OptionalLong.empty() : OptionalLong.of(epoch.asLong()),
        Json.time(entry, "RgwxMtime"),
        Json.text(entry, "ETag").replace("\"", ""),
        entry.path("Size").asLong(),
        Json.text(entry.path("Owner"), "ID"),
        Json.text(entry, "StorageClass"));
  }
}
