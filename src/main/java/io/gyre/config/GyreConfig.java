package io.gyre.config;

import io.gyre.map.KeyRule;
import io.gyre.select.RuleList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Everything one process needs to know about its route. Read from YAML, where the keys are these
 * names in kebab-case, and from the environment, where {@code limits.log-page} is {@code
 * GYRE_LIMITS_LOG_PAGE}.
 *
 * @param source the zone that is read
 * @param destination the zone, or store, that is written
 * @param state directory of the embedded store, created when missing; relative to the working
 *     directory
 * @param select what is replicated
 * @param map where that goes at the destination
 * @param limits how much is done at once
 * @param timeouts how long network calls may take
 * @param polling how often the source is asked
 * @param retry what happens to what failed
 * @param ops the server for operators
 * @param adopt what at the destination may be taken over although Gyre did not make it
 * @param fallbackOwner user of the destination in whose name objects are written whose owner it
 *     lacks; without one they are parked
 * @param readOnlyDestination whether the destination has to be a zone that lets nobody else write
 * @param httpClient what carries object traffic
 * @param metadataOnly users and buckets only, no objects
 * @param dataOnly objects and their buckets only: no users, and of what a bucket's owner has set
 *     only what objects need
 * @param trim remove the source's log entries that are no longer needed; off, because other readers
 *     may still need them
 */
public record GyreConfig(
    ZoneConfig source,
    DestinationConfig destination,
    @Default("./state") Path state,
    SelectConfig select,
    MapConfig map,
    LimitsConfig limits,
    TimeoutsConfig timeouts,
    PollingConfig polling,
    RetryConfig retry,
    OpsConfig ops,
    @Default({}) List<Adopt> adopt,
    Optional<String> fallbackOwner,
    @Default("false") boolean readOnlyDestination,
    @Default("netty") HttpClientKind httpClient,
    @Default("false") boolean metadataOnly,
    @Default("false") boolean dataOnly,
    @Default("false") boolean trim) {

  /** Checks that the two ends differ. */
  public GyreConfig {
    adopt = List.copyOf(adopt);
    boolean disjoint = Collections.disjoint(source.endpoints(), destination.endpoints());
    String expected = "another gateway than source.endpoint: a zone is not replicated to itself";
    Rules rules = new Rules();
    for (KeyRule rule : map.keys()) {
      String here = rule.keys().here();
      rules.require(
          here.isEmpty() || new RuleList(select.keys()).takesOnly(here),
          "map.keys",
          rule,
          "a prefix that all keys have which are replicated: select.keys has to begin with"
              + " '+ prefix:"
              + here
              + "', and to take nothing else; the order of the keys would be another one otherwise");
    }
    rules
        .require(disjoint, "destination.endpoint", destination.endpoints(), expected)
        .require(
            !(metadataOnly && dataOnly), "data-only", true, "false where metadata-only is true")
        .require(
            fallbackOwner.isEmpty() || destination.type() == DestinationType.RGW,
            "fallback-owner",
            fallbackOwner.orElse(""),
            "nothing where destination.type is s3: everything there is its account's")
        .require(
            map.owners().isEmpty() || destination.type() == DestinationType.RGW,
            "map.owners",
            map.owners(),
            "nothing where destination.type is s3: everything there is its account's")
        .verify();
  }

  /** Whether users are replicated. */
  public boolean withUsers() {
    return select.users() && !dataOnly && destination.type() == DestinationType.RGW;
  }

  /** The same with another state directory. */
  public GyreConfig withState(Path directory) {
    return with(directory, adopt);
  }

  /** The same, which may take over more. */
  public GyreConfig adopting(List<Adopt> more) {
    List<Adopt> all = new ArrayList<>(adopt);
    all.addAll(more);
    return with(state, all);
  }

  private GyreConfig with(Path directory, List<Adopt> adopted) {
    return new GyreConfig(
        source,
        destination,
        directory,
        select,
        map,
        limits,
        timeouts,
        polling,
        retry,
        ops,
        adopted,
        fallbackOwner,
        readOnlyDestination,
        httpClient,
        metadataOnly,
        dataOnly,
        trim);
  }
}
