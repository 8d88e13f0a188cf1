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
   * A page, which does not end at a null version if that can be helped: a listing that goes on
   * after one leaves out the older versions of its key (16.2). That row comes again on the next
   * page.
   */
  static ListingPage page(JsonNode listing, ListingPosition after) {
    List<ListedVersion> versions = new ArrayList<>();
    Json.array(listing, "Entries").forEach(entry -> versions.add(version(entry)));
    boolean more = Json.flag(listing, "IsTruncated");
    if (more && versions.size() > 1 && endsAtNull(versions)) {
      versions.remove(versions.size() - 1);
    }
    ListingPosition next =
        versions.isEmpty() ? after : positionOf(versions.get(versions.size() - 1));
    return new ListingPage(versions, next, more);
  }

  /** Whether going on after this page may leave something out. */
  static boolean isTooShort(ListingPage page) {
    return page.more() && page.versions().size() == 1 && endsAtNull(page.versions());
  }

  private static boolean endsAtNull(List<ListedVersion> versions) {
    return versions.get(versions.size() - 1).versionId().equals(ObjectVersion.NULL);
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
