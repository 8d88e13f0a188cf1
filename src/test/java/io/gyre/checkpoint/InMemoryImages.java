package io.gyre.checkpoint;

import io.gyre.copy.Image;
import io.gyre.log.BucketName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The part of {@link InMemoryCheckpointStore} that is about images and uploads. */
final class InMemoryImages {
  private record Id(BucketName bucket, String key, String destinationId) {}

  private final Map<Id, Image> images = new LinkedHashMap<>();
  private final Map<Id, OpenUpload> uploads = new LinkedHashMap<>();

  /** Whether the change was one of these. */
  boolean apply(Change change) {
    if (change instanceof Change.ImageKept kept) {
      images.put(new Id(kept.bucket(), kept.key(), kept.image().destinationId()), kept.image());
    } else if (change instanceof Change.ImageForgotten gone) {
      images.remove(new Id(gone.bucket(), gone.key(), gone.destinationId()));
    } else if (change instanceof Change.UploadBegun begun) {
      OpenUpload upload = begun.upload();
      uploads.put(new Id(upload.bucket(), upload.key(), ""), upload);
    } else if (change instanceof Change.UploadEnded ended) {
      uploads.remove(new Id(ended.bucket(), ended.key(), ""));
    } else {
      return false;
    }
    return true;
  }

  void forget(BucketName bucket) {
    images.keySet().removeIf(id -> id.bucket().equals(bucket));
    uploads.keySet().removeIf(id -> id.bucket().equals(bucket));
  }

  /** In the order of the database, which compares bytes. */
  List<OpenUpload> uploads(int max) {
    return uploads.values().stream()
        .sorted(
            Comparator.comparing((OpenUpload each) -> each.bucket().toString())
                .thenComparing(
                    each -> each.key().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))
        .limit(max)
        .toList();
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
