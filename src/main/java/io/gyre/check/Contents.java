package io.gyre.check;

import io.gyre.copy.ObjectVersion;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The objects of one end, one key or version at a time. Only reads.
 *
 * <p>Stages fail with a {@code GatewayException}.
 */
public interface Contents {
  /**
   * All versions and delete markers of a key, newest first; none where the key or its bucket is not
   * there. Fails as {@code INVALID} for a key with more than are read.
   */
  CompletionStage<List<ListedVersion>> versions(BucketName bucket, String key);

  /**
   * What there is of a version, which is no delete marker; empty when the end proves that it has no
   * such one.
   *
   * @param bytes whether to read them, too
   */
  CompletionStage<Optional<ObjectFacts>> facts(ObjectVersion version, boolean bytes);
}
