package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * An access key of a source's user that the destination knows as another user's.
 *
 * @param holder uid of that one
 */
record ForeignKey(String accessKey, String holder) {

  /** The first of a user's keys that belongs to somebody else. */
  static CompletionStage<Optional<ForeignKey>> of(
      String uid, JsonNode user, MetadataStore destination) {
    CompletionStage<Optional<ForeignKey>> found =
        CompletableFuture.completedFuture(Optional.empty());
    for (String accessKey : user.path("data").path("keys").findValuesAsText("access_key")) {
      found =
          found.thenCompose(
              before ->
                  before.isPresent()
                      ? CompletableFuture.completedFuture(before)
                      : destination
                          .ownerOfAccessKey(accessKey)
                          .thenApply(
                              owner ->
                                  owner
                                      .filter(other -> !other.equals(uid))
                                      .map(other -> new ForeignKey(accessKey, other))));
    }
    return found;
  }

  /** Why the user is not replicated; one who has given the key up meanwhile is not known. */
  static String reason(Optional<ForeignKey> key) {
    return key.map(
                known ->
                    "its access key "
                        + known.accessKey()
                        + " belongs to user "
                        + known.holder()
                        + " of the destination")
            .orElse("one of its access keys belongs to another user of the destination")
        + "; give one of them another key";
  }
}
