package io.gyre.store;

import io.gyre.config.StoreQuirks;
import io.gyre.rgw.SourceVersion;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The headers of a write, so that a copy has what the source's version has. Pure.
 *
 * @param headers values with their bytes as ISO-8859-1 characters
 * @param tagsFollow whether {@code PUT ?tagging} has to follow
 * @param lockFollows whether {@code PUT ?retention} and {@code ?legal-hold} have to follow
 */
record WriteHeaders(Map<String, String> headers, boolean tagsFollow, boolean lockFollows) {
  /** Past this many bytes of headers the tags follow, as servers refuse more than some KiB. */
  private static final int HEADERS_MAX = 6 << 10;

  private static final String METADATA = "x-amz-meta-";

  /**
   * Plans them.
   *
   * @param storageClass that it is to be in; empty for the store's choice
   * @param lock its lock, the headers of which stores take with a checksum only
   * @param multipart whether it is an upload in parts: a RADOS gateway garbles its tags, and
   *     forgets its lock
   */
  static WriteHeaders of(
      SourceVersion version,
      Optional<String> storageClass,
      OptionalLong epoch,
      StoreQuirks quirks,
      StoreLocks.Sent lock,
      boolean multipart) {
    Map<String, String> headers = new LinkedHashMap<>();
    storageClass.ifPresent(name -> headers.put("x-amz-storage-class", name));
    version.headers().forEach((name, value) -> headers.put(name, asTaken(name, value, quirks)));
    String tags = version.isTagged() ? version.tagsHeader() : "";
    boolean tagsFollow =
        version.isTagged() && (multipart || length(headers) + tags.length() > HEADERS_MAX);
    if (version.isTagged() && !tagsFollow) {
      headers.put("x-amz-tagging", tags);
    }
    boolean taken = multipart || version.hasPlainEtag();
    if (taken) {
      headers.putAll(lock.headers());
    }
    boolean lockFollows = lock.follows() || (!lock.headers().isEmpty() && (multipart || !taken));
    String following = (tagsFollow ? "tags " : "") + (lockFollows ? "lock" : "");
    headers.putAll(CopyMetadata.of(version, epoch, following.strip()));
    return new WriteHeaders(headers, tagsFollow, lockFollows);
  }

  private static int length(Map<String, String> headers) {
    return headers.entrySet().stream()
        .mapToInt(header -> header.getKey().length() + header.getValue().length())
        .sum();
  }

  /**
   * What is no ASCII is shown by such stores, too, as RFC 2047 has it. Blanks in a row would not
   * survive either, as a signature is made with one of them.
   */
  static String asTaken(String name, String value, StoreQuirks quirks) {
    boolean plain = value.chars().allMatch(c -> c >= ' ' && c <= '~') && !value.contains("  ");
    if (!quirks.asciiMetadata() || !name.startsWith(METADATA) || plain) {
      return value;
    }
    byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
    String charset = isUtf8(bytes) ? "UTF-8" : "ISO-8859-1";
    return "=?" + charset + "?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
