package io.gyre.log;

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
