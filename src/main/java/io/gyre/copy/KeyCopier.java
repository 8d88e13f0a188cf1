package io.gyre.copy;

import io.gyre.log.BucketName;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Brings what tasks of one key name to what the source has of it: one attempt, nothing repeated.
 */
public interface KeyCopier {
  /**
   * Works on tasks of one key, in log order; how each ended, in the same order. Fails with a {@code
   * GatewayException} when one of them could not be done. What was done by then stays, and the same
   * may be asked for again.
   *
   * @param tasks of different versions of one key; not empty
   */
  CompletionStage<List<Ended>> bring(BucketName bucket, List<CopyTask> tasks);
}
