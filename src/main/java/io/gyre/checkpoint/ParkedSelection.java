package io.gyre.checkpoint;

import io.gyre.log.BucketName;
import java.util.List;
import java.util.Optional;

/** Which parked entries an operator means. */
public sealed interface ParkedSelection {
  /** All that are parked at this moment. */
  record All() implements ParkedSelection {}

  /**
   * Those of these numbers.
   *
   * @param ids see {@link ParkedItem#id}
   */
  record Ids(List<Long> ids) implements ParkedSelection {
    public Ids {
      ids = List.copyOf(ids);
    }
  }

  /** Those of a bucket, in all of its instances; of one key in it, if that is given. */
  record InBucket(BucketName bucket, Optional<String> key) implements ParkedSelection {}
}
