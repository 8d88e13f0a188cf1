package io.gyre.rgw;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Reads the JSON form of a versions listing, which only system users get in full. */
final class ListingJson {
  private ListingJson() {}

  static ListingPage page(JsonNode listing, ListingPosition after) {
    List<ListedVersion> versions = new ArrayList<>();
    Json.array(listing, "Entries").forEach(entry -> versions.add(version(entry)));
    ListingPosition next =
        versions.isEmpty() ? after : positionOf(versions.get(versions.size() - 1));
    return new ListingPage(versions, next, Json.flag(listing, "IsTruncated"));
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
        Json.text(entry.path("Owner"), "ID"));
  }
}
