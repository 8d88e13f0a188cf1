package io.gyre.log;

import java.util.List;

/**
 * One page of the listing of a bucket index shard: keys in byte order, each with all its versions
 * unless it has too many of them, newest first.
 *
 * @param next where to list on
 * @param more whether there is more to list
 */
public record ListingPage(List<ListedVersion> versions, ListingPosition next, boolean more) {
  /** Versions of one key that are held in memory at once; a longer key cannot be replicated. */
  public static final int MAX_OF_A_KEY = 20_000;

  public ListingPage {
    versions = List.copyOf(versions);
  }
}
