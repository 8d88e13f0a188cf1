package io.gyre.config;

import io.gyre.map.BucketMap;
import io.gyre.map.BucketRule;
import io.gyre.map.ClassMap;
import io.gyre.map.ClassRule;
import io.gyre.map.Mapping;
import io.gyre.map.OwnerMap;
import io.gyre.map.OwnerRule;
import io.gyre.map.Places;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where replicated things go at the destination. Of each list the last rule that matches decides,
 * and what none matches stays as it is at the source.
 *
 * @param buckets how buckets are named
 * @param owners to whom things belong, who have to be there; nobody is mapped twice
 * @param storageClasses which storage classes objects are in
 */
public record MapConfig(
    @Default({}) List<BucketRule> buckets,
    @Default({}) List<OwnerRule> owners,
    @Default({}) List<ClassRule> storageClasses) {
  private static final String BUCKETS = "bucket ";

  /** Copies the lists. */
  public MapConfig {
    buckets = List.copyOf(buckets);
    owners = List.copyOf(owners);
    storageClasses = List.copyOf(storageClasses);
    Rules rules = new Rules();
    new OwnerMap(owners)
        .chained()
        .ifPresent(
            rule ->
                rules.require(
                    false,
                    "owners",
                    rule,
                    "a rule whose user no other rule maps to somebody else"));
    rules.verify();
  }

  /** What holds where nothing is given. */
  public static MapConfig defaults() {
    return RecordBinder.defaults(MapConfig.class);
  }

  /** The rules about places, a line each; what {@link #ofPlaceRules} reads. */
  public String placeRules() {
    return buckets.stream().map(rule -> BUCKETS + rule).collect(Collectors.joining("\n"));
  }

  /** Such lines of another start. */
  public static MapConfig ofPlaceRules(String lines) {
    return new MapConfig(
        lines
            .lines()
            .filter(line -> line.startsWith(BUCKETS))
            .map(line -> BucketRule.parse(line.substring(BUCKETS.length())))
            .toList(),
        List.of(),
        List.of());
  }

  /** All of it. */
  public Mapping mapping() {
    return new Mapping(places(), new OwnerMap(owners), new ClassMap(storageClasses));
  }

  /**
   * The rules that apply to what is copied from now on, in one text; empty where there are none.
   */
  public String laterRules() {
    return owners.isEmpty() && storageClasses.isEmpty() ? "" : " " + owners + storageClasses;
  }

  /** Where buckets and keys are. */
  public Places places() {
    return new Places(new BucketMap(buckets));
  }
}
