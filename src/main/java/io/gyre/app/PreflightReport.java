package io.gyre.app;

import io.gyre.metadata.BucketSizes.Size;
import io.gyre.metadata.Collision;
import io.gyre.metadata.PreflightFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a person is told before the first copy of a route. Pure.
 *
 * @param summary one line with the totals
 * @param warnings one line for each thing to know before
 */
record PreflightReport(String summary, List<String> warnings) {
  PreflightReport {
    warnings = List.copyOf(warnings);
  }

  static PreflightReport of(PreflightFacts facts) {
    List<String> warnings = new ArrayList<>();
    facts.collisions().forEach(collision -> warnings.add(line(collision)));
    addRest(warnings, facts.allCollisions() - facts.collisions().size(), "collision");
    facts
        .gaps()
        .forEach(gap -> warnings.add("could not be found out before the first copy: " + gap));
    addRest(warnings, facts.allGaps() - facts.gaps().size(), "question without an answer");
    return new PreflightReport(summary(facts), warnings);
  }

  private static void addRest(List<String> warnings, long rest, String what) {
    if (rest > 0) {
      warnings.add("and " + Plain.count(rest) + " more (" + what + ")");
    }
  }

  private static String summary(PreflightFacts facts) {
    String refused =
        facts.refusedUsers() + facts.refusedBuckets() == 0
            ? ""
            : "; refused: "
                + Plain.count(facts.refusedUsers(), "user")
                + ", "
                + Plain.count(facts.refusedBuckets(), "bucket");
    return "first copy: "
        + Plain.count(facts.users(), "user")
        + ", "
        + Plain.count(facts.buckets(), "bucket")
        + contents(facts.size())
        + " to come"
        + refused
        + (facts.allGaps() == 0 ? "" : "; at least: not everything could be found out");
  }

  private static String contents(Optional<Size> size) {
    return size.map(
            known ->
                ", "
                    + Plain.count(known.objects(), "object")
                    + ", "
                    + Progress.size((double) known.bytes()))
        .orElse("");
  }

  private static String line(Collision collision) {
    if (collision instanceof Collision.User user) {
      return line(user);
    }
    if (collision instanceof Collision.Bucket bucket) {
      return line(bucket);
    }
    if (collision instanceof Collision.AccessKey key) {
      return "user "
          + key.uid()
          + ": its access key "
          + key.accessKey()
          + " belongs to user "
          + key.holder()
          + " of the destination. Neither it nor its buckets are copied, until one of them has"
          + " another key";
    }
    if (collision instanceof Collision.Names
        || collision instanceof Collision.NoOwner
        || collision instanceof Collision.NoClass) {
      return ofMap(collision);
    }
    Collision.Email email = (Collision.Email) collision;
    return "user "
        + email.uid()
        + ": its e-mail address belongs to user "
        + email.holder()
        + " of the destination. It is copied without the address, which follows once "
        + email.holder()
        + " gives it up";
  }

  /** What the rules of map come to. */
  private static String ofMap(Collision collision) {
    if (collision instanceof Collision.Names names) {
      return "map.buckets: buckets "
          + names.one()
          + " and "
          + names.other()
          + " would both be "
          + names.there()
          + " at the destination, where a key of one could be a key of the other. Only one of them"
          + " can be copied: give each a prefix of its own with map.keys, neither of which begins"
          + " with the other, change the rules for their names, or leave one out with"
          + " select.buckets";
    }
    return collision instanceof Collision.NoOwner owner
        ? "map.owners: the destination has no user "
            + owner.uid()
            + ". What is to be that one's is not copied, until it is made there: radosgw-admin user"
            + " create --uid='"
            + owner.uid()
            + "' --display-name='"
            + owner.uid()
            + "'"
        : "map.storage-classes: the destination does not have "
            + ((Collision.NoClass) collision).name()
            + " in every placement target. Such objects go to STANDARD; gyre doctor has the commands"
            + " that add it";
  }

  private static String line(Collision.User user) {
    String there = "user " + user.uid() + ": the destination has another user of this name. ";
    return user.adopted()
        ? there + "It is taken over, as adopt says, and becomes what the source has"
        : there
            + "That one is left alone, and neither this user nor its buckets are copied. To take it"
            + " over: --adopt user:"
            + user.uid()
            + " or the key adopt; to leave its buckets out: the key select";
  }

  private static String line(Collision.Bucket bucket) {
    String there =
        "bucket "
            + bucket.name()
            + ": the destination has another bucket of "
            + (bucket.there().equals(bucket.name()) ? "this name" : "the name " + bucket.there())
            + ", of user "
            + bucket.owner()
            + ". ";
    return bucket.adopted()
        ? there
            + "It is taken over, as adopt says: what only it has is removed, and it becomes the"
            + " source's owner's"
        : there
            + "That one is left alone, and this bucket is not copied. To take it over: --adopt"
            + " bucket:"
            + bucket.name()
            + " or the key adopt; to leave it out: the key select";
  }
}
