package io.gyre.check;

import io.gyre.log.ListedVersion;
import java.time.Instant;
import java.util.OptionalLong;

/** Rows of listings for tests. */
final class Rows {
  private Rows() {}

  /** The only object of a key; what it holds is its size and its ETag. */
  static ListedVersion plain(String key, String content) {
    return version(key, "null", true, content);
  }

  static ListedVersion version(String key, String id, boolean latest, String content) {
    return new ListedVersion(
        key,
        id,
        false,
        latest,
        OptionalLong.empty(),
        Instant.EPOCH,
        "etag of " + content,
        content.length(),
        "ann",
        "STANDARD");
  }

  static ListedVersion marker(String key, String id, boolean latest, String owner) {
    return new ListedVersion(
        key, id, true, latest, OptionalLong.empty(), Instant.EPOCH, "", 0, owner, "");
  }
}
