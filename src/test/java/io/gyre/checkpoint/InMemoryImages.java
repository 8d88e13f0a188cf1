package io.gyre.checkpoint;

import io.gyre.copy.Image;
import io.gyre.log.BucketName;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The part of {@link InMemoryCheckpointStore} that is about images. */
final class InMemoryImages {
  private record Id(BucketName bucket, String key, String destinationId) {}

  private final Map<Id, Image> images = new LinkedHashMap<>();

  /** Whether the change was one of these. */
  boolean apply(Change change) {
    if (change instanceof Change.ImageKept kept) {
      images.put(new Id(kept.bucket(), kept.key(), kept.image().destinationId()), kept.image());
    } else if (change instanceof Change.ImageForgotten gone) {
      images.remove(new Id(gone.bucket(), gone.key(), gone.destinationId()));
    } else {
      return false;
    }
    return true;
  }

  void forget(BucketName bucket) {
    images.keySet().removeIf(id -> id.bucket().equals(bucket));
  }

  List<Image> of(BucketName bucket, String key) {
    return images.entrySet().stream()
        .filter(entry -> entry.getKey().bucket().equals(bucket))
        .filter(entry -> entry.getKey().key().equals(key))
        .map(Map.Entry::getValue)
        .sorted(Comparator.comparing(Image::destinationId))
        .toList();
  }
}
