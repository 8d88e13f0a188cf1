package io.gyre.rgw;

import io.gyre.rgw.CephReader.UnknownEncodingException;
import java.time.Instant;

/** The encodings of an object's lock state. */
final class ObjectLock {
  private ObjectLock() {}

  /**
   * Until when a version may not be removed.
   *
   * @param mode {@code GOVERNANCE} or {@code COMPLIANCE}
   */
  record Retention(String mode, Instant until) {
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
