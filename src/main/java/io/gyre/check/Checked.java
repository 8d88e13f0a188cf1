package io.gyre.check;

import io.gyre.log.BucketName;
import java.util.List;
import java.util.Map;

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
   * @param notCarried what the destination cannot have of it, with numbers
   */
  record Equal(Subject subject, boolean afterAll, Map<String, Integer> notCarried)
      implements Checked {
    public Equal {
      notCarried = Map.copyOf(notCarried);
    }

    /** One that the destination has in full. */
    public Equal(Subject subject, boolean afterAll) {
      this(subject, afterAll, Map.of());
    }
  }

  /** So much of the source's listing the destination cannot have, in words, with numbers. */
  record Unlisted(BucketName bucket, Map<String, Integer> notCarried) implements Checked {
    public Unlisted {
      notCarried = Map.copyOf(notCarried);
    }
  }

  /**
   * Something was not equal at any look.
   *
   * @param seen how the ends compared at the last look, whatever is said of that: {@code DIFFERS},
   *     {@code MISSING}, {@code EXTRA} or {@code ERROR}
   * @param aspects what differs, the first of it; none but for {@code DIFFERS}
   * @param looks how often it was looked at
   * @param reason why it is in flight, parked or could not be compared; else what is known about
   *     it, mostly empty
   * @param notCarried what the destination cannot have of it, with numbers
   */
  record Finding(
      Subject subject,
      Verdict verdict,
      Verdict seen,
      List<Aspect> aspects,
      int looks,
      String reason,
      Map<String, Integer> notCarried)
      implements Checked {
    public Finding {
      aspects = List.copyOf(aspects);
      notCarried = Map.copyOf(notCarried);
    }

    /** Something that the destination can have in full. */
    public Finding(
        Subject subject,
        Verdict verdict,
        Verdict seen,
        List<Aspect> aspects,
        int looks,
        String reason) {
      this(subject, verdict, seen, aspects, looks, reason, Map.of());
    }
  }
}
