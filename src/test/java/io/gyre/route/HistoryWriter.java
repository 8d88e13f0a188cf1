package io.gyre.route;

import io.gyre.testing.TestZone;
import io.gyre.testing.UserBucket;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * One thread of a history. Its buckets and keys are its own, so that what happens to them, in which
 * order, follows from the seed alone.
 */
final class HistoryWriter {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int LAST_PART = 20_000;
  private static final int SMALL = 4_000;
  private static final List<ObjectCannedACL> ACLS =
      List.of(
          ObjectCannedACL.PRIVATE, ObjectCannedACL.PUBLIC_READ, ObjectCannedACL.AUTHENTICATED_READ);

  private final TestZone zone;
  private final Random random;
  private final List<Share> shares;
  private final ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
  private int step;

  HistoryWriter(TestZone zone, long seed, List<Share> shares) {
    this.zone = zone;
    this.random = new Random(seed);
    this.shares = shares;
  }

  /**
   * What a writer has of a bucket.
   *
   * @param keys nobody else touches
   * @param operations what may happen to the keys, and to the bucket
   */
  record Share(UserBucket bucket, List<String> keys, Set<Operation> operations) {}

  Stream<UserBucket> buckets() {
    return shares.stream().map(Share::bucket);
  }

  /** Goes on for some steps. */
  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      Share share = shares.get(random.nextInt(shares.size()));
      UserBucket bucket = share.bucket();
      String key = share.keys().get(random.nextInt(share.keys().size()));
      Operation operation = Operation.random(share.operations(), random);
      String what = "#" + step++ + " " + bucket + " " + key + " " + operation;
      try {
        done.add(what + " " + outcome(operation, bucket, key, random.nextInt(Integer.MAX_VALUE)));
      } catch (RuntimeException e) {
        throw new IllegalStateException(what + ": " + e.getMessage(), e);
      }
    }
  }

  /**
   * Under load the source's gateway itself refuses some of what follows closely on what came before
   * (16.2: 404 to a PUT of a version, 409 to the removal of a bucket just emptied). That is part of
   * the history: what counts is that the destination has what the source has after it.
   */
  private String outcome(Operation operation, UserBucket bucket, String key, int number) {
    try {
      return apply(operation, bucket, key, number);
    } catch (S3Exception refusal) {
      if (refusal.statusCode() == NOT_FOUND || refusal.statusCode() == CONFLICT) {
        return "refused with " + refusal.statusCode();
      }
      throw refusal;
    }
  }

  /** What happened to a bucket, oldest first. */
  List<String> done(String bucket) {
    return done.stream().filter(line -> line.contains(" " + bucket + " ")).toList();
  }

  /**
   * @param number all that is random about it
   * @return what came of it, for people
   */
  private String apply(Operation operation, UserBucket bucket, String key, int number) {
    return switch (operation) {
      case PUT -> bucket.put(key, bytes(number % SMALL, number), to -> {});
      case MULTIPART -> bucket.multipart(key, bytes(LAST_PART + number % SMALL, number));
      case DELETE -> bucket.delete(key);
      case METADATA -> ifThere(() -> bucket.copyOntoItself(key, "", Map.of("n", "" + number)));
      case ACL -> ifThere(() -> setAcl(bucket, key, "", number));
      case TAGS -> ifThere(() -> setTags(bucket, key, "", number));
      case OLD_ACL -> ofOne(bucket, key, number, id -> setAcl(bucket, key, id, number));
      case OLD_TAGS -> ofOne(bucket, key, number, id -> setTags(bucket, key, id, number));
      case REMOVE_VERSION -> ofOne(bucket, key, number, id -> remove(bucket, key, id));
      case REMOVE_NULL -> remove(bucket, key, UserBucket.NULL);
      case ENABLE -> {
        bucket.enable();
        yield "";
      }
      case SUSPEND -> {
        bucket.suspend();
        yield "";
      }
      case RECREATE_BUCKET -> recreate(bucket, number);
      case CHANGE_USER -> changeUser(bucket.user().uid(), number);
    };
  }

  private static String setAcl(UserBucket bucket, String key, String id, int number) {
    ObjectCannedACL acl = ACLS.get(number % ACLS.size());
    bucket.setAcl(key, id, acl);
    return id + " " + acl;
  }

  private static String setTags(UserBucket bucket, String key, String id, int number) {
    bucket.setTags(key, id, Map.of("n", "" + number));
    return id + " n=" + number;
  }

  private static String remove(UserBucket bucket, String key, String id) {
    bucket.remove(key, id);
    return id;
  }

  /** Of the versions and markers that were ever made of the key, removed ones among them. */
  private String ofOne(UserBucket bucket, String key, int number, VersionAction action) {
    List<String> ids = bucket.ids(key);
    return ids.isEmpty()
        ? "there is none"
        : ifThere(() -> action.apply(ids.get(number / 7 % ids.size())));
  }

  private interface VersionAction {
    String apply(String id);
  }

  /** What a deleted key, a removed version or a marker refuses is no step of the history. */
  private static String ifThere(Supplier<String> action) {
    try {
      return action.get();
    } catch (S3Exception e) {
      if (e.statusCode() == 404 || e.statusCode() == 405) {
        return "refused: " + e.statusCode();
      }
      throw e;
    }
  }

  private static String recreate(UserBucket bucket, int number) {
    bucket.removeAll();
    bucket.user().deleteBucket(bucket.name());
    bucket.create();
    if (number % 2 == 0) {
      bucket.enable();
    }
    return number % 2 == 0 ? "enabled" : "never versioned";
  }

  private String changeUser(String uid, int number) {
    String limit = String.valueOf(1_000 + number % 1_000);
    zone.system()
        .send("POST", "/admin/user", Map.of("uid", uid, "max-buckets", limit))
        .requireSuccess();
    return "max-buckets=" + limit;
  }

  private static byte[] bytes(int size, int seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
