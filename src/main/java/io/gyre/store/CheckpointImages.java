package io.gyre.store;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.copy.Image;
import io.gyre.copy.ImageMap;
import io.gyre.log.BucketName;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Keeps in the checkpoint which version of the store is which of the source. */
public final class CheckpointImages implements ImageMap {
  private final CheckpointStore checkpoints;

  public CheckpointImages(CheckpointStore checkpoints) {
    this.checkpoints = checkpoints;
  }

  @Override
  public CompletionStage<List<Image>> of(BucketName bucket, String key) {
    return checkpoints.images(bucket, key);
  }

  @Override
  public CompletionStage<Void> put(BucketName bucket, String key, Image image) {
    return checkpoints.save(Change.of(new Change.ImageKept(bucket, key, image)));
  }

  @Override
  public CompletionStage<Void> remove(BucketName bucket, String key, String destinationId) {
    return checkpoints.save(Change.of(new Change.ImageForgotten(bucket, key, destinationId)));
  }
}
