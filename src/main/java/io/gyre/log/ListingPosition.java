package io.gyre.log;

/**
 * After which version a listing goes on. Both are empty at the beginning.
 *
 * @param key the last key listed
 * @param versionId the last version of that key that was listed
 */
public record ListingPosition(String key, String versionId) {
  /** Before the first key. */
  public static final ListingPosition START = new ListingPosition("", "");
}
