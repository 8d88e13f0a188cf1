package io.gyre.embedded.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists a bucket: keys in byte order, the versions of a key newest first. Takes no locks. */
public final class BucketListing {
  /** Sorts after every key that begins with what it is appended to. */
  private static final String LAST = new String(Character.toChars(Character.MAX_CODE_POINT));

  private static final String NULL = "null";

  private final ListQuery query;
  private final MergedKeys keys;
  private final List<ListPage.Row> rows = new ArrayList<>();
  private final Set<String> prefixes = new LinkedHashSet<>();
  private String lastKey = "";
  private String lastVersion = "";
  private boolean truncated;

  private BucketListing(Bucket bucket, ListQuery query) {
    this.query = query;
    this.keys = MergedKeys.of(bucket, query.shard());
  }

  /** One page. */
  public static ListPage page(Bucket bucket, ListQuery query) {
    BucketListing listing = new BucketListing(bucket, query);
    if (query.limit() > 0) {
      listing.run();
    }
    return new ListPage(
        listing.rows,
        List.copyOf(listing.prefixes),
        listing.truncated,
        listing.truncated ? listing.lastKey : "",
        listing.truncated ? listing.lastVersion : "");
  }

  private void run() {
    keys.seek(start());
    Map.Entry<String, KeyState> entry = keys.next();
    while (entry != null && entry.getKey().startsWith(query.prefix()) && !truncated) {
      String common = commonPrefix(entry.getKey());
      if (isBeforeStart(entry.getKey(), entry.getValue())) {
        entry = keys.next();
      } else if (common == null) {
        addKey(entry.getKey(), entry.getValue());
        entry = keys.next();
      } else {
        entry = addPrefix(common, entry);
      }
    }
  }

  private String start() {
    String skipped = commonPrefix(query.marker());
    String marker = skipped == null ? query.marker() : skipped + LAST;
    return KeyOrder.BYTES.compare(marker, query.prefix()) > 0 ? marker : query.prefix();
  }

  /**
   * Asked to go on after a null delete marker, or after a version that is not there, 16.2 leaves
   * out what is older of that key, too; after a key that has versions, without a word which, it
   * begins with them.
   */
  private boolean isBeforeStart(String key, KeyState state) {
    boolean withVersions = query.versions() && query.versionMarker().isEmpty() && state.hasOlh();
    if (!key.equals(query.marker()) || withVersions) {
      return false;
    }
    ObjectVersion last = state.find("");
    return !holds(state, query.versionMarker())
        || (query.versionMarker().equals(NULL) && last != null && last.deleteMarker());
  }

  private Map.@Nullable Entry<String, KeyState> addPrefix(
      String common, Map.Entry<String, KeyState> entry) {
    if (!query.versions() && shown(entry.getValue()) == null) {
      return keys.next();
    }
    if (hasRoom()) {
      prefixes.add(common);
      lastKey = common;
      lastVersion = "";
    }
    keys.seek(common + LAST);
    return keys.next();
  }

  private void addKey(String key, KeyState state) {
    if (!query.versions()) {
      ObjectVersion shown = shown(state);
      if (shown != null) {
        add(key, shown, true);
      }
      return;
    }
    boolean skipping = key.equals(query.marker()) && holds(state, query.versionMarker());
    for (ObjectVersion version : state.versions()) {
      if (!skipping) {
        add(key, version, state.isLatest(version));
      }
      skipping = skipping && !version.versionId().equals(query.versionMarker());
    }
  }

  private void add(String key, ObjectVersion version, boolean latest) {
    if (hasRoom()) {
      rows.add(new ListPage.Row(key, version, latest));
      lastKey = key;
      lastVersion = version.versionId();
    }
  }

  private boolean hasRoom() {
    truncated = truncated || rows.size() + prefixes.size() >= query.limit();
    return !truncated;
  }

  private static @Nullable ObjectVersion shown(KeyState state) {
    ObjectVersion latest = state.latest();
    return latest == null || latest.deleteMarker() ? null : latest;
  }

  private static boolean holds(KeyState state, String versionId) {
    return state.versions().stream().anyMatch(version -> version.versionId().equals(versionId));
  }

  private @Nullable String commonPrefix(String key) {
    if (query.delimiter().isEmpty() || !key.startsWith(query.prefix())) {
      return null;
    }
    int at = key.indexOf(query.delimiter(), query.prefix().length());
    return at < 0 ? null : key.substring(0, at + query.delimiter().length());
  }
}
