package io.gyre.metadata;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;

/** All keys of a section of a zone's metadata, page by page as they are asked for. */
public final class MetadataKeys {
  /** Keys that are asked for at once. */
  public static final int KEYS_A_PAGE = 1000;

  private MetadataKeys() {}

  static Source<String, NotUsed> of(MetadataStore zone, String section) {
    return of(marker -> zone.keys(section, marker, KEYS_A_PAGE));
  }

  /**
   * The keys of all pages.
   *
   * @param pages the page after a marker; after an empty one the first
   */
  public static Source<String, NotUsed> of(
      Function<String, CompletionStage<MetadataStore.KeyPage>> pages) {
    return Source.unfoldAsync(
            Optional.of(""),
            (Optional<String> marker) ->
                marker.isEmpty()
                    ? CompletableFuture.completedFuture(
                        Optional.<Pair<Optional<String>, MetadataStore.KeyPage>>empty())
                    : pages
                        .apply(marker.get())
                        .thenApply(page -> Optional.of(Pair.create(next(page), page))))
        .mapConcat(MetadataStore.KeyPage::keys);
  }

  private static Optional<String> next(MetadataStore.KeyPage page) {
    return Optional.of(page.marker()).filter(marker -> !marker.isEmpty());
  }
}
