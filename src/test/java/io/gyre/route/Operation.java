package io.gyre.route;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What a random history is made of. */
public enum Operation {
  PUT(30),
  DELETE(14),
  ACL(6),
  TAGS(6),
  METADATA(4),
  MULTIPART(3),
  REMOVE_VERSION(14),
  REMOVE_NULL(4),
  OLD_ACL(4),
  OLD_TAGS(4),
  ENABLE(4),
  SUSPEND(3),
  RECREATE_BUCKET(1),
  CHANGE_USER(1);

  /** What buckets see that never keep versions, and are never deleted. */
  public static final Set<Operation> PLAIN =
      Collections.unmodifiableSet(EnumSet.of(PUT, DELETE, ACL, TAGS, METADATA, MULTIPART));

  /** In buckets that keep versions from the beginning. */
  public static final Set<Operation> VERSIONS =
      Collections.unmodifiableSet(
          EnumSet.of(
              PUT, DELETE, ACL, TAGS, METADATA, MULTIPART, REMOVE_VERSION, OLD_ACL, OLD_TAGS));

  /** What happens to a bucket or to its owner, for one thread only. */
  static final Set<Operation> OF_BUCKETS =
      Collections.unmodifiableSet(EnumSet.of(ENABLE, SUSPEND, RECREATE_BUCKET, CHANGE_USER));

  /** Everything. */
  public static final Set<Operation> ALL =
      Collections.unmodifiableSet(EnumSet.allOf(Operation.class));

  private final int weight;

  Operation(int weight) {
    this.weight = weight;
  }

  /** One of these, by their weights. */
  static Operation random(Set<Operation> choice, Random random) {
    List<Operation> weighted = new ArrayList<>();
    choice.forEach(operation -> weighted.addAll(Collections.nCopies(operation.weight, operation)));
    return weighted.get(random.nextInt(weighted.size()));
  }
}
