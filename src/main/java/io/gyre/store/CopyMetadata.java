package io.gyre.store;

import io.gyre.copy.Image;
import io.gyre.rgw.Mtime;
import io.gyre.rgw.SourceVersion;
import io.gyre.s3.S3Answer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a copy says about what it is a copy of, in its metadata. Pure. */
final class CopyMetadata {
  private static final String PREFIX = "x-amz-meta-rgwx-source-";
  private static final String VERSION = PREFIX + "version-id";
  private static final String MTIME = PREFIX + "mtime";
  private static final String ETAG = PREFIX + "etag";
  private static final String EPOCH = PREFIX + "epoch";

  /** Marks a write that is not complete without the requests that follow it. */
  private static final String FOLLOWED_BY = PREFIX + "followed-by";

  private CopyMetadata() {}

  /**
   * Of a copy.
   *
   * @param epoch the version's place in its key's order at the source; empty for a plain object
   * @param following what is written by requests of its own; empty for nothing
   */
  static Map<String, String> of(SourceVersion version, OptionalLong epoch, String following) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(VERSION, version.version().readId());
    headers.put(MTIME, Mtime.format(version.mtime()));
    headers.put(ETAG, version.etag());
    epoch.ifPresent(place -> headers.put(EPOCH, Long.toString(place)));
    if (!following.isEmpty()) {
      headers.put(FOLLOWED_BY, following);
    }
    return headers;
  }

  /** Of what stands between two delete markers for a moment. */
  static Map<String, String> ofPlaceholder() {
    return Map.of(VERSION, Image.PLACEHOLDER, MTIME, Mtime.format(Instant.EPOCH));
  }

  /** The source's mtime as the copy recorded it; empty for what is no copy. */
  static Optional<Instant> sourceMtime(S3Answer head) {
    return Mtime.parse(head.header(MTIME));
  }

  /**
   * Of what it is the copy; empty for what is none. One that may have been cut short before its
   * tags, or whose bytes are others, is not taken to be up to date.
   *
   * @param byEtag whether the store's ETags tell
   */
  static Optional<Image> image(S3Answer head, String destinationId, boolean byEtag) {
    String version = head.header(VERSION);
    return version.isEmpty()
        ? Optional.empty()
        : sourceMtime(head)
            .map(mtime -> isFollowed(head) || (byEtag && isOther(head)) ? Instant.EPOCH : mtime)
            .map(mtime -> new Image(version, mtime, destinationId));
  }

  /**
   * Whether its bytes are not those of which it says it is the copy: it was found to be wrong, and
   * could not be taken away.
   */
  static boolean isOther(S3Answer head) {
    return isOther(head.headers());
  }

  /** The same of an answer that has its body still to come. */
  static boolean isOther(S3Answer.Headers head) {
    String source = sourceEtag(head);
    return isMd5(source) && isMd5(head.etag()) && !source.equals(head.etag());
  }

  /** The source's ETag, as the copy recorded it; empty for what is no copy. */
  static String sourceEtag(S3Answer.Headers head) {
    return head.first(ETAG);
  }

  /** The source's version, likewise. */
  static String sourceVersion(S3Answer.Headers head) {
    return head.first(VERSION);
  }

  /** Whether metadata of an object is what a copy says about itself. */
  static boolean isOwn(String header) {
    return header.startsWith(PREFIX);
  }

  private static boolean isMd5(String etag) {
    return !etag.isEmpty() && etag.indexOf('-') < 0;
  }

  /** Whether tags had to follow: it may have been cut short before them. */
  static boolean isFollowed(S3Answer head) {
    return !head.header(FOLLOWED_BY).isEmpty();
  }
}
