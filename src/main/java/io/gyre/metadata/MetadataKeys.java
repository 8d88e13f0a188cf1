package io.gyre.metadata;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;

/** All keys of a section of a zone's metadata, page by page as they are asked for. */
final class MetadataKeys {
  private static final int KEYS_A_PAGE = 1000;

  private MetadataKeys() {}

  static Source<String, NotUsed> of(MetadataStore zone, String section) {
    return Source.unfoldAsync(
            Optional.of(""),
            (Optional<String> marker) ->
                marker.isEmpty()
                    ? CompletableFuture.completedFuture(
                        Optional.<Pair<Optional<String>, MetadataStore.KeyPage>>empty())
                    : zone.keys(section, marker.get(), KEYS_A_PAGE)
                        .thenApply(page -> Optional.of(Pair.create(next(page), page))))
        .mapConcat(MetadataStore.KeyPage::keys);
  }

  private static Optional<String> next(MetadataStore.KeyPage page) {
    return Optional.of(page.marker()).filter(marker -> !marker.isEmpty());
  }
}
