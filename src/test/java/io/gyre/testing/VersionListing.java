package io.gyre.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;

/**
 * All versions of a bucket, read page by page: the versions of one key at a time, newest first,
 * keys in the order of their bytes.
 */
final class VersionListing implements Iterator<List<ListedVersion>> {
  static final int LARGEST_PAGE = 1_000;

  private final TestZone zone;
  private final String path;
  private final int pageSize;
  private final Queue<ListedVersion> read = new ArrayDeque<>();
  private String keyMarker = "";
  private String versionMarker = "";
  private boolean more = true;

  /**
   * @param bucket as S3 addresses it
   * @param pageSize rows a request, up to {@link #LARGEST_PAGE}
   */
  VersionListing(TestZone zone, String bucket, int pageSize) {
    this.zone = zone;
    this.path = SystemClient.path(bucket);
    this.pageSize = pageSize;
  }

  @Override
  public boolean hasNext() {
    readUntilThereIsOne();
    return !read.isEmpty();
  }

  @Override
  public List<ListedVersion> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    List<ListedVersion> versions = new ArrayList<>();
    do {
      versions.add(read.remove());
      readUntilThereIsOne();
    } while (!read.isEmpty() && read.element().key().equals(versions.get(0).key()));
    return versions;
  }

  private void readUntilThereIsOne() {
    while (read.isEmpty() && more) {
      readPage();
    }
  }

  private void readPage() {
    Map<String, String> query = new HashMap<>();
    query.put("versions", "");
    query.put("format", "json");
    query.put("objs-container", "true");
    query.put("max-keys", String.valueOf(pageSize));
    query.put("key-marker", keyMarker);
    query.put("version-id-marker", versionMarker);
    // A bucket that is being removed may be gone by now; there is nothing in it then.
    JsonNode page = zone.system().jsonIfThere(path, query);
    List<ListedVersion> rows = new ArrayList<>();
    page.path("Entries").forEach(row -> rows.add(ListedVersion.of(row)));
    more = page.path("IsTruncated").asBoolean();
    if (more && rows.size() > 1) {
      rows.remove(rows.size() - 1); // after a null version the gateway would leave out older ones
    }
    if (!rows.isEmpty()) {
      keyMarker = rows.get(rows.size() - 1).key();
      versionMarker = rows.get(rows.size() - 1).id();
    }
    read.addAll(rows);
  }
}
