package io.gyre.embedded.s3;

import io.gyre.embedded.http.ErrorCode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A range of bytes, both ends included. */
record ByteRange(long first, long last) {
  private static final Pattern FORM = Pattern.compile("bytes=(\\d*)-(\\d*)(,.*)?");

  /** Reads a Range header: the first of its ranges; what lies outside is refused. */
  static Optional<ByteRange> parse(Optional<String> header, long size) {
    Matcher matcher = FORM.matcher(header.orElse("").strip());
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return Optional.empty();
    }
    ByteRange range = of(matcher.group(1), matcher.group(2), size);
    if (range.first > range.last || range.first >= size) {
      throw ErrorCode.INVALID_RANGE.refusal();
    }
    return Optional.of(range);
  }

  long length() {
    return last - first + 1;
  }

  /** {@code bytes 1-2/5}. */
  String contentRange(long size) {
    return "bytes " + first + "-" + last + "/" + size;
  }

  private static ByteRange of(String from, String to, long size) {
    if (from.isEmpty()) {
      long last = Long.parseLong(to);
      return new ByteRange(last == 0 ? 0 : Math.max(0, size - last), size - 1);
    }
    long last = to.isEmpty() ? size - 1 : Math.min(Long.parseLong(to), size - 1);
    return new ByteRange(Long.parseLong(from), last);
  }
}
