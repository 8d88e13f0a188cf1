package io.gyre.copy;

import io.gyre.log.BucketName;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Remembers, durably, which version of the destination is which of the source. What it does not
 * know can be found out: objects carry it in their metadata, and a delete marker's place tells.
 */
public interface ImageMap {
  /** What is known of a key, in no order. */
  CompletionStage<List<Image>> of(BucketName bucket, String key);

  /** Makes an image durable; another one with the same id of the destination is replaced. */
  CompletionStage<Void> put(BucketName bucket, String key, Image image);

  /** Forgets the image with this id of the destination; one that is not known is fine. */
  CompletionStage<Void> remove(BucketName bucket, String key, String destinationId);
}
