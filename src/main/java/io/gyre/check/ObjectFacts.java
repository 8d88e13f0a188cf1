package io.gyre.check;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one end has of a version beside its place among the others.
 *
 * @param size bytes
 * @param etag without quotes
 * @param sourceEtag the ETag that the source's has, where the copy could not get the same one and
 *     says so; else empty
 * @param storageClass empty for the default one
 * @param acl owner and grants
 * @param headers that the owner has set, user metadata among them, by name
 * @param retention empty where there is none
 * @param legalHold whether there is one
 * @param sha256 of the bytes, where they were read
 */
public record ObjectFacts(
    long size,
    String etag,
    String sourceEtag,
    String storageClass,
    Acl acl,
    Map<String, String> headers,
    Set<Tag> tags,
    Optional<Retention> retention,
    boolean legalHold,
    Optional<String> sha256) {
  public ObjectFacts {
    headers = Map.copyOf(headers);
    tags = Set.copyOf(tags);
  }

  /**
   * Who may do what.
   *
   * @param owner uid; empty where the object has none
   * @param grants those that S3 can express
   */
  public record Acl(String owner, Set<AccessGrant> grants) {
    public Acl {
      grants = Set.copyOf(grants);
    }
  }

  /**
   * One grant.
   *
   * @param uid empty for a group
   * @param group empty for a user
   * @param permission in the words of S3
   */
  public record AccessGrant(String uid, String group, String permission) {
    @Override
    public String toString() {
      return permission + " to " + (uid.isEmpty() ? group : uid);
    }
  }

  /** One tag. */
  public record Tag(String key, String value) {}

  /**
   * Until when the version may not be removed.
   *
   * @param mode {@code GOVERNANCE} or {@code COMPLIANCE}
   */
  public record Retention(String mode, Instant until) {}
}
