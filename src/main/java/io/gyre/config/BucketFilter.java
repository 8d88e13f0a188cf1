package io.gyre.config;

import java.util.List;

/**
 * Which buckets are replicated: those that match an include pattern and no exclude pattern.
 *
 * <p>A pattern without a slash is about the bucket's name, whatever its tenant. One with a slash is
 * about {@code tenant/name}; {@code /name} means the bucket without a tenant.
 *
 * @param include patterns; none means no bucket
 * @param exclude patterns; they win over {@code include}
 */
public record BucketFilter(@Default("*") List<Glob> include, @Default({}) List<Glob> exclude) {

  /** Copies the lists. */
  public BucketFilter {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  /**
   * Whether the bucket is replicated.
   *
   * @param tenant empty for none
   * @param name without the tenant
   */
  public boolean accepts(String tenant, String name) {
    return anyMatches(include, tenant, name) && !anyMatches(exclude, tenant, name);
  }

  private static boolean anyMatches(List<Glob> globs, String tenant, String name) {
    return globs.stream()
        .anyMatch(glob -> glob.matches(glob.pattern().contains("/") ? tenant + "/" + name : name));
  }
}
