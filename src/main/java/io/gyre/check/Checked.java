package io.gyre.check;

import io.gyre.log.BucketName;
import java.util.List;

/** A result, as the comparison goes on. */
public sealed interface Checked {
  /**
   * So much was read of the source's listings, whatever came of it.
   *
   * @param versions with delete markers
   */
  record Listed(long keys, long versions, long bytes) implements Checked {}

  /** Keys of a bucket that are equal, in key order. */
  record EqualKeys(BucketName bucket, List<String> keys) implements Checked {}

  /**
   * Something is equal.
   *
   * @param afterAll whether it was not at the first look
   */
  record Equal(Subject subject, boolean afterAll) implements Checked {}

  /**
   * Something was not equal at any look.
   *
   * @param seen how the ends compared at the last look, whatever is said of that: {@code DIFFERS},
   *     {@code MISSING}, {@code EXTRA} or {@code ERROR}
   * @param aspects what differs, the first of it; none but for {@code DIFFERS}
   * @param looks how often it was looked at
   * @param reason why it is in flight, parked or could not be compared; else what is known about
   *     it, mostly empty
   */
  record Finding(
      Subject subject,
      Verdict verdict,
      Verdict seen,
      List<Aspect> aspects,
      int looks,
      String reason)
      implements Checked {
    public Finding {
      aspects = List.copyOf(aspects);
    }
  }
}
