package io.gyre.config.agent;

import io.gyre.config.ConfigException;
import io.gyre.config.ConfigLoader;
import io.gyre.config.Endpoint;
import io.gyre.config.GyreConfig;
import io.gyre.config.Node;
import io.gyre.config.Node.Scalar;
import io.gyre.config.Node.Sequence;
import io.gyre.config.Problem;
import io.gyre.config.ZoneConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Turns radosgw-agent's settings into Gyre's. What radosgw-agent could not set has Gyre's default;
 * Gyre's own environment variables count as always.
 */
public final class AgentConfig {
  private final ConfigLoader loader;
  private final RegionMapSource regionMaps;
  private final StateDirectories stateDirectories;

  /** With what a conversion may have to ask. */
  public AgentConfig(
      Map<String, String> environment,
      RegionMapSource regionMaps,
      StateDirectories stateDirectories) {
    this.loader = new ConfigLoader(environment);
    this.regionMaps = regionMaps;
    this.stateDirectories = stateDirectories;
  }

  /**
   * The same in Gyre's terms. Where no endpoint of the source is given, the destination is asked.
   *
   * @throws ConfigException with everything that is wrong
   */
  public AgentRun convert(AgentValues values) {
    var translation = new AgentTranslation(values);
    boolean once = translation.once();
    boolean verbose = translation.isOn(AgentSetting.VERBOSE);
    boolean quiet = translation.isOn(AgentSetting.QUIET);
    if (!translation.has("source.endpoint") && !loader.isInEnvironment("source.endpoint")) {
      findSource(translation, values.get(AgentSetting.SRC_ZONE));
    }
    GyreConfig config = withState(bind(translation), translation);
    List<String> warnings =
        Stream.concat(values.warnings().stream(), translation.warnings().stream()).toList();
    return new AgentRun(config, once, verbose, quiet, warnings);
  }

  private GyreConfig bind(AgentTranslation translation) {
    List<Problem> problems = new ArrayList<>(translation.problems());
    try {
      GyreConfig config = loader.bind(GyreConfig.class, "", translation.root());
      if (problems.isEmpty()) {
        return config;
      }
    } catch (ConfigException e) {
      e.problems().stream().map(AgentTranslation::inTheirWords).forEach(problems::add);
    }
    throw new ConfigException(problems);
  }

  private GyreConfig withState(GyreConfig config, AgentTranslation translation) {
    if (translation.has("state") || loader.isInEnvironment("state")) {
      return config;
    }
    Endpoint source = config.source().endpoints().get(0);
    return config.withState(stateDirectories.of(source, config.destination().endpoints().get(0)));
  }

  private void findSource(AgentTranslation translation, Optional<Scalar> zoneName) {
    ZoneConfig destination;
    try {
      destination =
          loader.bind(ZoneConfig.class, "destination", translation.section("destination"));
    } catch (ConfigException e) {
      return; // Its problems are found once more, with those of everything else.
    }
    RegionMap map =
        regionMaps
            .read(destination)
            .map(RegionMap::of)
            .orElseThrow(() -> noSource(zoneName, "the destination belongs to no realm"));
    String known = "the destination knows " + String.join(", ", map.zoneNames());
    RegionMap.Zone zone =
        zoneName
            .map(Scalar::text)
            .map(map::zone)
            .orElseGet(() -> map.sourceFor(destination.endpoints().get(0)))
            .orElseThrow(() -> noSource(zoneName, known));
    if (zone.endpoints().isEmpty()) {
      throw noSource(zoneName, "the destination knows no endpoint of " + zone.name());
    }
    String where = "as the destination says";
    translation.put("source.zone", new Scalar(zone.name(), where));
    List<Node> urls =
        zone.endpoints().stream()
            .<Node>map(endpoint -> new Scalar(endpoint.toString(), where))
            .toList();
    translation.put("source.endpoint", new Sequence(urls, where));
  }

  private static ConfigException noSource(Optional<Scalar> zone, String why) {
    String expected = "the URL of a gateway of %s, because %s";
    return new ConfigException(
        List.of(
            new Problem(
                AgentSetting.SOURCE.key(),
                Optional.empty(),
                expected.formatted(zone.map(Scalar::text).orElse("the source"), why),
                zone.map(Scalar::where))));
  }
}
