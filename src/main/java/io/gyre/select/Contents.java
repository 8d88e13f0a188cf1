package io.gyre.select;

import java.time.Instant;

/**
 * What is taken of the buckets that are.
 *
 * <p>What a rule leaves out is left alone: it is not copied, and nothing is removed at the
 * destination because of it. So a key that was copied before stays there as it was then, whatever
 * becomes of it at the source; and an older copy whose content at the source is no longer taken
 * stays until the source no longer has that key, or the version.
 *
 * @param keys by their names; what these leave out is not looked at at all
 * @param objects by what they are, of the keys that are taken
 */
public record Contents(RuleList keys, ObjectRules objects) {
  /** Takes everything. */
  public static final Contents ALL = new Contents(RuleList.NONE, ObjectRules.NONE);

  /** Whether anything is done about a key. */
  public boolean takeKey(String key) {
    return keys.take(key);
  }

  /** Whether an object, of a key that is taken, is copied. */
  public boolean takeObject(Traits object, Instant now) {
    return objects.take(object, now);
  }

  /** Whether there may be objects that are left out, of keys that are taken. */
  public boolean leavesObjectsOut() {
    return !objects.isEmpty();
  }

  /** Whether there are keys that are left out. */
  public boolean leavesKeysOut() {
    return !keys.isEmpty();
  }
}
