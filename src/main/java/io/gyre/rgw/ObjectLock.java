package io.gyre.rgw;

import io.gyre.rgw.CephReader.UnknownEncodingException;
import java.time.Duration;
import java.time.Instant;

/** The encodings of an object's lock state. */
final class ObjectLock {
  private static final String GOVERNANCE = "GOVERNANCE";

  /** As short as a retention is made here: longer than the clocks of both ends may differ. */
  private static final Duration SHORTEST = Duration.ofSeconds(60);

  private ObjectLock() {}

  /**
   * A retention that has all but ended and means no more than none, which the gateway cannot be
   * given: neither in place of its bucket's default, nor in place of one that a version has.
   */
  static Retention allButNone(Instant now) {
    return new Retention(GOVERNANCE, now.plus(SHORTEST));
  }

  /**
   * Until when a version may not be removed.
   *
   * @param mode {@code GOVERNANCE} or {@code COMPLIANCE}
   */
  record Retention(String mode, Instant until) {
    /** Whether it can be ended before its time, and is not about to end by itself. */
    boolean worthEnding(Instant now) {
      return mode.equals(GOVERNANCE) && until.isAfter(now.plus(SHORTEST));
    }

    /** Whether it has ended; the gateway refuses to be given such a one. */
    boolean expired(Instant now) {
      return !until.isAfter(now);
    }
  }

  /** Decodes {@code user.rgw.object-retention}. */
  static Retention decodeRetention(byte[] encoded) throws UnknownEncodingException {
    return new CephReader(encoded)
        .struct(
            "RGWObjectRetention",
            1,
            2,
            (in, version) -> {
              String mode = in.string();
              long seconds = Integer.toUnsignedLong(in.int32());
              return new Retention(mode, Instant.ofEpochSecond(seconds, in.int32()));
            });
  }

  /** Decodes {@code user.rgw.object-legal-hold}: {@code ON} or {@code OFF}. */
  static String decodeLegalHold(byte[] encoded) throws UnknownEncodingException {
    return new CephReader(encoded).struct("RGWObjectLegalHold", 1, 1, (in, version) -> in.string());
  }
}
