package io.gyre.config;

import io.gyre.map.BucketMap;
import io.gyre.map.BucketRule;
import io.gyre.map.ClassMap;
import io.gyre.map.ClassRule;
import io.gyre.map.KeyRule;
import io.gyre.map.Mapping;
import io.gyre.map.OwnerMap;
import io.gyre.map.OwnerRule;
import io.gyre.map.Places;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where replicated things go at the destination. Of each list the last rule that matches decides,
 * and what none matches stays as it is at the source.
 *
 * @param buckets how buckets are named
 * @param keys with which prefix the keys of a bucket begin
 * @param owners to whom things belong, who have to be there; nobody is mapped twice
 * @param storageClasses which storage classes objects are in
 */
public record MapConfig(
    @Default({}) List<BucketRule> buckets,
    @Default({}) List<KeyRule> keys,
    @Default({}) List<OwnerRule> owners,
    @Default({}) List<ClassRule> storageClasses) {
  private static final String BUCKETS = "bucket ";
  private static final String KEYS = "keys ";

  /** Copies the lists. */
  public MapConfig {
    buckets = List.copyOf(buckets);
    keys = List.copyOf(keys);
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
    return Stream.concat(
            buckets.stream().map(rule -> BUCKETS + rule), keys.stream().map(rule -> KEYS + rule))
        .collect(Collectors.joining("\n"));
  }

  /** Such lines of another start. */
  public static MapConfig ofPlaceRules(String lines) {
    return new MapConfig(
        rules(lines, BUCKETS).map(BucketRule::parse).toList(),
        rules(lines, KEYS).map(KeyRule::parse).toList(),
        List.of(),
        List.of());
  }

  private static Stream<String> rules(String lines, String kind) {
    return lines
        .lines()
        .filter(line -> line.startsWith(kind))
        .map(line -> line.substring(kind.length()));
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
    return new Places(new BucketMap(buckets), keys);
  }
}
