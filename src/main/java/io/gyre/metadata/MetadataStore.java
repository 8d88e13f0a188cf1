package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.log.BucketName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The metadata of one zone: users, bucket entry points, bucket instances. Objects are the gateway's
 * own JSON, frame included ({@code key}, {@code ver}, {@code mtime}, {@code data}); they hold
 * secret keys and are never logged.
 *
 * <p>Stages fail with a {@code GatewayException}.
 */
public interface MetadataStore {

  /**
   * Has the zone's endpoints say once more that they are of this zone, and fails when they do not:
   * to be asked between what was found absent and what is removed because of that, for in another
   * zone everything is properly absent.
   */
  CompletionStage<Void> confirmZone();

  /**
   * A page of a section's keys, in no particular order.
   *
   * @param marker empty for the first page, then as the page before gave it
   */
  CompletionStage<KeyPage> keys(String section, String marker, int max);

  /** One object; empty only when the gateway's own JSON says that it is not there. */
  CompletionStage<Optional<JsonNode>> get(String section, String key);

  /** Writes one object, whatever was there. */
  CompletionStage<Void> put(String section, String key, JsonNode object);

  /** Removes one object; removing what is not there is success. */
  CompletionStage<Void> remove(String section, String key);

  /** The uid of the user whose credentials we use. */
  CompletionStage<String> ourselves();

  /** The uid that an access key belongs to; empty if to nobody. */
  CompletionStage<Optional<String>> ownerOfAccessKey(String accessKey);

  /** Whether a user's own list has a bucket; a user who is not there has none. */
  CompletionStage<Boolean> lists(String uid, BucketName bucket);

  /**
   * Gives a user this e-mail address unless another one has it. A {@link #put} does not look: it
   * takes the address away from the other one, whom the gateway then no longer finds by it.
   *
   * @return false when it belongs to another user; nothing has changed then
   */
  CompletionStage<Boolean> giveEmail(String uid, String email);

  /**
   * A page of keys.
   *
   * @param marker for the next page; empty at the end
   */
  record KeyPage(List<String> keys, String marker) {
    public KeyPage {
      keys = List.copyOf(keys);
    }
  }
}
