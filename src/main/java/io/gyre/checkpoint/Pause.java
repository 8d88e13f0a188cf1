package io.gyre.checkpoint;

import io.gyre.log.BucketName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an operator has paused. Kept as a fact of the route, so that it lasts until it is resumed.
 *
 * @param bucket whose objects are left alone; empty for the route as a whole
 */
public record Pause(Optional<BucketName> bucket, Instant since) {
  private static final String PREFIX = "paused:";

  /** Ends the names of buckets, as it ends them in those of instances. */
  private static final String END = ":";

  /** Makes it durable. */
  public Change begun() {
    return new Change.Fact(fact(bucket), since.toString());
  }

  /** It is resumed; not being paused is fine. */
  public static Change ended(Optional<BucketName> bucket) {
    return new Change.FactRemoved(fact(bucket));
  }

  private static String fact(Optional<BucketName> bucket) {
    return PREFIX + bucket.map(name -> name + END).orElse("");
  }

  /** Those among the facts of a route. */
  public static List<Pause> among(Map<String, String> facts) {
    return facts.entrySet().stream()
        .filter(fact -> fact.getKey().startsWith(PREFIX))
        .map(fact -> of(fact.getKey(), fact.getValue()))
        .toList();
  }

  private static Pause of(String fact, String since) {
    String name = fact.substring(PREFIX.length());
    return new Pause(
        name.isEmpty()
            ? Optional.empty()
            : Optional.of(BucketName.parse(name.substring(0, name.length() - END.length()))),
        Instant.parse(since));
  }
}
