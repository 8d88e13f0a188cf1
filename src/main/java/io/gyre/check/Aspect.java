package io.gyre.check;

import java.util.List;

/**
 * One thing that differs.
 *
 * @param version of a key; empty where it is not about one of them
 * @param what in the words of S3: {@code size}, {@code ETag}, {@code ACL}, {@code x-amz-meta-a}, …
 * @param source what the source has; empty where that is not to be shown (a secret, or metadata)
 * @param destination the same of the destination
 */
public record Aspect(String version, String what, String source, String destination) {
  /** Of something whose values are not shown. */
  static Aspect hidden(String version, String what) {
    return new Aspect(version, what, "", "");
  }

  /** Whether both are about the same, whatever they say. */
  boolean isOfSame(Aspect other) {
    return version.equals(other.version) && what.equals(other.what);
  }

  /** Of settings whose values are not shown. */
  static List<Aspect> hidden(List<String> settings) {
    return settings.stream().map(setting -> hidden("", setting)).toList();
  }
}
