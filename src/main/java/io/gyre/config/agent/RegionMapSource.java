package io.gyre.config.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.config.ZoneConfig;
import java.util.Optional;

/** Asks a gateway for the topology it knows. */
public interface RegionMapSource {
  /**
   * The answer to {@code GET /admin/config}; empty when the gateway belongs to no realm. May block,
   * for no longer than a small call may take.
   */
  Optional<JsonNode> read(ZoneConfig zone);
}
