package io.gyre.metadata;

import io.gyre.metadata.BucketSizes.Size;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Adds up answers, in any order and from any thread. */
final class PreflightTally {
  /** Collisions, and answers that are missing, that are named; all are counted. */
  static final int MAX_NAMED = 20;

  /** Users whose e-mail address is compared, and refused users whose buckets are recognised. */
  static final int MAX_REMEMBERED = 100_000;

  private final List<Collision> collisions = new ArrayList<>();
  private final List<String> gaps = new ArrayList<>();
  private final Set<String> refused = new HashSet<>();
  private final Map<String, String> emails = new HashMap<>();
  private long users;
  private long buckets;
  private long objects;
  private long bytes;
  private long refusedUsers;
  private long refusedBuckets;
  private long allCollisions;
  private long allGaps;

  /** A user that will be copied. */
  synchronized void user(String uid, String email) {
    users++;
    if (!email.isEmpty() && emails.size() < MAX_REMEMBERED) {
      emails.put(email.toLowerCase(Locale.ROOT), uid);
    }
  }

  synchronized void refusedUser(String uid) {
    refusedUsers++;
    if (refused.size() < MAX_REMEMBERED) {
      refused.add(uid);
    }
  }

  synchronized boolean isRefused(String uid) {
    return refused.contains(uid);
  }

  /** A bucket that will be copied. */
  synchronized void bucket() {
    buckets++;
  }

  synchronized void refusedBucket() {
    refusedBuckets++;
  }

  synchronized void contents(Size size) {
    objects += size.objects();
    bytes += size.bytes();
  }

  synchronized void collision(Collision collision) {
    allCollisions++;
    if (collisions.size() < MAX_NAMED) {
      collisions.add(collision);
    }
  }

  synchronized void gap(String what) {
    allGaps++;
    if (gaps.size() < MAX_NAMED) {
      gaps.add(what);
    }
  }

  synchronized boolean anyEmails() {
    return !emails.isEmpty();
  }

  /** Who, of the users to be copied, has this address at the source. */
  synchronized Optional<String> ownerOfEmail(String email) {
    return Optional.ofNullable(emails.get(email.toLowerCase(Locale.ROOT)));
  }

  /**
   * @param sized whether contents were asked for
   */
  synchronized PreflightFacts facts(boolean sized) {
    return new PreflightFacts(
        users,
        buckets,
        sized ? Optional.of(new Size(objects, bytes)) : Optional.empty(),
        refusedUsers,
        refusedBuckets,
        collisions,
        allCollisions,
        gaps,
        allGaps);
  }
}
