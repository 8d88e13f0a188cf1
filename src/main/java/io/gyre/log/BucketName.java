package io.gyre.log;

import org.jspecify.annotations.Nullable;

/**
 * A bucket's name within its tenant.
 *
 * @param tenant empty for the default tenant
 * @param name the name that S3 clients use
 */
public record BucketName(String tenant, String name) implements Comparable<BucketName> {
  public BucketName {
    if (name.isEmpty() || name.indexOf('/') >= 0 || tenant.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not a bucket name: '" + tenant + "' / '" + name + "'");
    }
  }

  /** Reads {@code name} or {@code tenant/name}. */
  public static BucketName parse(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new BucketName("", text)
        : new BucketName(text.substring(0, slash), text.substring(slash + 1));
  }

  // Looked up in maps for each object. A record's own methods go through method handles, which the
  // first compiler does not inline.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof BucketName that
            && name.equals(that.name)
            && tenant.equals(that.tenant));
  }

  @Override
  public int hashCode() {
    return 31 * tenant.hashCode() + name.hashCode();
  }

  @Override
  public int compareTo(BucketName other) {
    return toString().compareTo(other.toString());
  }

  /** The gateway's metadata key: {@code name} or {@code tenant/name}. */
  @Override
  public String toString() {
    return tenant.isEmpty() ? name : tenant + "/" + name;
  }
}
