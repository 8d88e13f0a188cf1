package io.gyre.config;

/**
 * Something at the destination that Gyre did not make and may take over nevertheless.
 *
 * @param kind what it is
 * @param name {@code bucket} or {@code tenant/bucket}, {@code uid} or {@code tenant$uid}; empty for
 *     {@link Kind#ALL}
 */
public record Adopt(Kind kind, String name) {
  static final String EXPECTED = "bucket:NAME, bucket:TENANT/NAME, user:UID or all";

  /** What may be taken over. */
  public enum Kind {
    /** One bucket. */
    BUCKET,
    /** One user. */
    USER,
    /** Every bucket and user that stands in the way. */
    ALL
  }

  /** Checks that what needs a name has one. */
  public Adopt {
    if ((kind == Kind.ALL) != name.isEmpty()) {
      throw new IllegalArgumentException(EXPECTED);
    }
  }

  /**
   * Reads {@code bucket:NAME}, {@code user:UID} or {@code all}.
   *
   * @throws IllegalArgumentException when it is none of them
   */
  public static Adopt parse(String text) {
    if (text.equals("all")) {
      return new Adopt(Kind.ALL, "");
    }
    if (text.startsWith("bucket:")) {
      return new Adopt(Kind.BUCKET, text.substring("bucket:".length()));
    }
    if (text.startsWith("user:")) {
      return new Adopt(Kind.USER, text.substring("user:".length()));
    }
    throw new IllegalArgumentException(EXPECTED);
  }

  /** Whether this is about the bucket, given as {@code bucket} or {@code tenant/bucket}. */
  public boolean coversBucket(String bucket) {
    return kind == Kind.ALL || (kind == Kind.BUCKET && name.equals(bucket));
  }

  /** Whether this is about the user, given as {@code uid} or {@code tenant$uid}. */
  public boolean coversUser(String uid) {
    return kind == Kind.ALL || (kind == Kind.USER && name.equals(uid));
  }

  @Override
  public String toString() {
    return switch (kind) {
      case ALL -> "all";
      case BUCKET -> "bucket:" + name;
      case USER -> "user:" + name;
    };
  }
}
