package io.gyre.copy;

import io.gyre.log.BucketName;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** To another zone, which lets versions keep their ids and places. */
public final class ZoneKeyCopier implements KeyCopier {
  private final DestinationVersioning versioning;
  private final VersionCopier versions;
  private final PlainCopier plain;

  public ZoneKeyCopier(ObjectStore store, DestinationVersioning versioning) {
    this.versioning = versioning;
    this.versions = new VersionCopier(store, versioning);
    this.plain = new PlainCopier(store);
  }

  @Override
  public CompletionStage<List<Ended>> bring(BucketName bucket, List<CopyTask> tasks) {
    CopyTask task = tasks.get(0);
    if (versioning.everEnabled(bucket) || CopyTask.anyVersioned(tasks)) {
      return versions.bring(bucket, task.key(), tasks);
    }
    ObjectVersion object = ObjectVersion.plain(bucket, task.key());
    return versioning
        .run(bucket, VersionRequest.WRITE_PLAIN, () -> plain.bring(object, task))
        .thenApply(List::of);
  }
}
