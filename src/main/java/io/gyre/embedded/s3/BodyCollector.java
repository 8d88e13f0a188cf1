package io.gyre.embedded.s3;

import io.gyre.embedded.auth.Hashes;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.model.Body;
import io.gyre.embedded.model.Segment;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** Gathers the bytes of one body and their digests. Used by one stream at a time. */
final class BodyCollector {
  private final MessageDigest md5 = Hashes.digest("MD5");
  private final @Nullable MessageDigest sha256;
  private final List<Segment> segments = new ArrayList<>();
  private final boolean keep;
  private final long limit;
  private long size;

  /** With {@code keep} false only the digests are made; the bytes go to a file. */
  BodyCollector(boolean withSha256, boolean keep, long limit) {
    this.limit = limit;
    this.sha256 = withSha256 ? Hashes.digest("SHA-256") : null;
    this.keep = keep;
  }

  BodyCollector add(ByteString bytes) {
    if (bytes.isEmpty()) {
      return this;
    }
    byte[] array = bytes.toArrayUnsafe();
    md5.update(array);
    if (sha256 != null) {
      sha256.update(array);
    }
    if (keep) {
      segments.add(new Segment.InMemory(array, 0, array.length));
    }
    size += array.length;
    return this;
  }

  long size() {
    return size;
  }

  /** Bytes that there was room for. */
  long limit() {
    return limit;
  }

  Body body() {
    return new Body(size, segments);
  }

  byte[] md5() {
    return md5.digest();
  }

  /** Refuses a body whose SHA-256 is not the signed one. */
  void requireSha256(String wanted) {
    if (sha256 != null && !Hashes.hex(sha256.digest()).equals(wanted)) {
      throw ErrorCode.SHA256_MISMATCH.refusal();
    }
  }
}
