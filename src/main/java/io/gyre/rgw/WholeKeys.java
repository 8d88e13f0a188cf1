package io.gyre.rgw;

import io.gyre.copy.ObjectVersion;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Pages of a versions listing that hold all versions of their keys.
 *
 * <p>Where the version to go on after has been removed meanwhile, the gateway (16.2) goes on with
 * the next key and leaves out the older versions of this one, without a word. So a key that is
 * longer than the gateway's pages is read to its end, and where it seems to end just after a page
 * it is asked whether that page's last version is still there. If not, the key is read again.
 */
public final class WholeKeys {
  /** The gateway cuts longer pages off. */
  public static final int LONGEST_PAGE = 1000;

  /** A version has to be removed just between two requests to make a key be read again. */
  private static final int MAX_READINGS = 10;

  /** The gateway's own pages, which may end amid the versions of a key. */
  public interface Pages {
    /** Empty when the bucket is gone. */
    CompletionStage<Optional<ListingPage>> after(ListingPosition position, int max);
  }

  private final Pages listing;

  /** Reads by these pages. */
  public WholeKeys(Pages listing) {
    this.listing = listing;
  }

  /**
   * The page after a position; empty when the bucket is gone. Only a key with more than {@link
   * ListingPage#MAX_OF_A_KEY} versions does not end with it.
   *
   * @param max rows, exceeded for a single key
   */
  public CompletionStage<Optional<ListingPage>> after(ListingPosition position, int max) {
    return rows(position, max)
        .thenCompose(
            page ->
                page.filter(WholeKeys::mayEndAmidAKey).isEmpty()
                    ? CompletableFuture.completedFuture(page)
                    : new LongKey(position).begin(page, max));
  }

  /**
   * A page without the versions of its last key, of which there may be more, unless it has no
   * other. They come again on the next page.
   */
  public static ListingPage endingAtAKey(ListingPage page) {
    if (!page.more()) {
      return page;
    }
    List<ListedVersion> versions = new ArrayList<>(page.versions());
    Listing.endAtAKey(versions);
    if (versions.size() == page.versions().size()) {
      return page;
    }
    ListedVersion last = versions.get(versions.size() - 1);
    return new ListingPage(versions, new ListingPosition(last.key(), last.versionId()), true);
  }

  private static boolean mayEndAmidAKey(ListingPage page) {
    List<ListedVersion> versions = page.versions();
    return page.more()
        && !versions.isEmpty()
        && versions.get(0).key().equals(versions.get(versions.size() - 1).key());
  }

  /** The next page that has rows, or the last one. */
  private CompletionStage<Optional<ListingPage>> rows(ListingPosition position, int max) {
    return listing
        .after(position, max)
        .thenCompose(
            page ->
                page.filter(listed -> listed.versions().isEmpty() && listed.more()).isPresent()
                    ? rows(page.get().next(), max)
                    : CompletableFuture.completedFuture(page));
  }

  /** One key of more versions than were asked for. */
  private final class LongKey {
    private final ListingPosition before;
    private int readings;

    LongKey(ListingPosition before) {
      this.before = before;
    }

    /** A short page may end at a null version, after which nothing can be asked for. */
    CompletionStage<Optional<ListingPage>> begin(Optional<ListingPage> page, int max) {
      return max < LONGEST_PAGE ? read() : readOn(page);
    }

    private CompletionStage<Optional<ListingPage>> read() {
      return rows(before, LONGEST_PAGE).thenCompose(this::readOn);
    }

    private CompletionStage<Optional<ListingPage>> readAgain(ListingPage found) {
      return ++readings < MAX_READINGS
          ? read()
          : CompletableFuture.failedFuture(
              new GatewayException(
                  FailureClass.TRANSIENT,
                  "versions of key '"
                      + found.next().key()
                      + "' are removed faster than they can be listed; it is tried again later",
                  null));
    }

    private CompletionStage<Optional<ListingPage>> readOn(Optional<ListingPage> page) {
      if (page.filter(WholeKeys::mayEndAmidAKey).isEmpty()
          || page.get().versions().size() >= ListingPage.MAX_OF_A_KEY) {
        return CompletableFuture.completedFuture(page);
      }
      ListingPage found = page.get();
      return rows(found.next(), LONGEST_PAGE)
          .thenCompose(
              next ->
                  next.isEmpty() || isOfSameKey(found, next.get())
                      ? readOn(next.map(more -> joined(found, more)))
                      : ended(found));
    }

    private CompletionStage<Optional<ListingPage>> ended(ListingPage found) {
      List<ListedVersion> versions = found.versions();
      String last = versions.get(versions.size() - 1).versionId();
      return rows(beforeLast(versions), 2)
          .thenCompose(
              page ->
                  page.isEmpty()
                          || page.get().versions().stream()
                              .anyMatch(row -> isLast(row, last, found))
                      ? CompletableFuture.completedFuture(page.map(there -> found))
                      : readAgain(found));
    }

    private boolean isLast(ListedVersion row, String last, ListingPage found) {
      return row.versionId().equals(last) && row.key().equals(found.next().key());
    }

    /** Nor does the gateway go on after a null delete marker. */
    private ListingPosition beforeLast(List<ListedVersion> versions) {
      for (int i = versions.size() - 2; i >= 0; i--) {
        ListedVersion version = versions.get(i);
        if (!version.versionId().equals(ObjectVersion.NULL)) {
          return new ListingPosition(version.key(), version.versionId());
        }
      }
      return before;
    }
  }

  private static boolean isOfSameKey(ListingPage found, ListingPage next) {
    return !next.versions().isEmpty()
        && next.versions().get(0).key().equals(found.versions().get(0).key());
  }

  private static ListingPage joined(ListingPage found, ListingPage next) {
    List<ListedVersion> versions = new ArrayList<>(found.versions());
    versions.addAll(next.versions());
    return new ListingPage(versions, next.next(), next.more());
  }
}
