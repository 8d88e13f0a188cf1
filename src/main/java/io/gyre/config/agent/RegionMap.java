package io.gyre.config.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.config.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The regions and zones of a realm, as a gateway tells them. They were called regions until Jewel;
 * {@code GET /admin/config} still does. A master zone is named by its id, up to Infernalis by its
 * name.
 */
record RegionMap(List<Region> regions, String masterRegion) {

  record Region(String id, String name, String masterZone, List<Zone> zones) {}

  record Zone(String id, String name, List<Endpoint> endpoints) {}

  static RegionMap of(JsonNode json) {
    List<Region> regions = new ArrayList<>();
    json.path("regions").forEach(entry -> regions.add(region(entry)));
    return new RegionMap(List.copyOf(regions), json.path("master_region").asText());
  }

  /** The zone of this name. */
  Optional<Zone> zone(String name) {
    return zones().filter(zone -> zone.name().equals(name)).findFirst();
  }

  /**
   * What radosgw-agent takes as the source of a destination: the master zone of its region; if that
   * is the destination itself, the master zone of the master region.
   */
  Optional<Zone> sourceFor(Endpoint destination) {
    Optional<Region> own =
        regions.stream()
            .filter(
                region ->
                    region.zones().stream()
                        .anyMatch(zone -> zone.endpoints().contains(destination)))
            .findFirst();
    return Stream.of(own, regions.stream().filter(this::isMaster).findFirst())
        .flatMap(Optional::stream)
        .flatMap(region -> region.zones().stream().filter(zone -> isMaster(zone, region)))
        .filter(zone -> !zone.endpoints().contains(destination))
        .findFirst();
  }

  /** The names of all zones, for an operator to choose from. */
  List<String> zoneNames() {
    return zones().map(Zone::name).toList();
  }

  private Stream<Zone> zones() {
    return regions.stream().flatMap(region -> region.zones().stream());
  }

  private boolean isMaster(Region region) {
    return masterRegion.equals(region.id()) || masterRegion.equals(region.name());
  }

  private static boolean isMaster(Zone zone, Region region) {
    return region.masterZone().equals(zone.id()) || region.masterZone().equals(zone.name());
  }

  /** An element of a map: {@code {"key":..., "val":{...}}}. */
  private static Region region(JsonNode entry) {
    JsonNode region = entry.path("val");
    List<Zone> zones = new ArrayList<>();
    region.path("zones").forEach(zone -> zones.add(zone(zone)));
    String name = region.path("name").asText();
    return new Region(
        region.path("id").asText(name),
        name,
        region.path("master_zone").asText(),
        List.copyOf(zones));
  }

  private static Zone zone(JsonNode zone) {
    String name = zone.path("name").asText();
    List<Endpoint> endpoints =
        StreamSupport.stream(zone.path("endpoints").spliterator(), false)
            .map(JsonNode::asText)
            .flatMap(RegionMap::endpoint)
            .toList();
    return new Zone(zone.path("id").asText(name), name, endpoints);
  }

  /** What an operator once typed in there need not be a URL. */
  private static Stream<Endpoint> endpoint(String text) {
    try {
      return Stream.of(Endpoint.parse(text));
    } catch (IllegalArgumentException e) {
      return Stream.empty();
    }
  }
}
