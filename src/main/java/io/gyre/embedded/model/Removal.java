package io.gyre.embedded.model;

/**
 * What is to be removed. {@code versionId} empty: the key; {@code markerId} not empty: a delete
 * marker of that id is wanted; {@code epoch} 0: the next.
 */
public record Removal(String key, String versionId, String markerId, long epoch) {

  /** What happened: the version id to name in the answer, empty for none. */
  public record Result(String versionId, boolean deleteMarker) {
    static final Result NOTHING = new Result("", false);
  }

  /** The instance that the version id stands for. */
  String instance() {
    return instance(versionId);
  }

  /** The instance that a version id stands for: that of the null version is empty. */
  public static String instance(String versionId) {
    return versionId.equals("null") ? "" : versionId;
  }
}
