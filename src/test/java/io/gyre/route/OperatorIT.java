package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gyre.testing.S3User;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a running route. */
@AnyZones
@Timeout(240)
class OperatorIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ZonePair zones;

  @TempDir private Path directory;

  OperatorIT(ZonePair zones) {
    this.zones = zones;
  }

  @Test
  void statusTellsOfARunningRouteAndOfOneThatEnded() throws Exception {
    S3User owner = zones.source().createUser("seen");
    owner.createBucket("seen");
    for (int i = 0; i < 20; i++) {
      owner.put("seen", "k" + i, "text");
    }
    RouteFile route = RouteFile.between(zones);
    String config = route.writeTo(directory).toString();
    String printed;
    try (GyreProcess gyre = GyreProcess.sync(route, directory, "--json")) {
      Replica.of(zones).awaitEqual(gyre);

      assertThat(GyreProcess.run(directory, 0, "status", "--config", config).lines())
          .contains("Running        as process " + gyre.pid())
          .contains("Users          1 replicated, 0 refused")
          .contains("Buckets        1 followed")
          .anyMatch(line -> line.startsWith("Route          master-1 (http://127.0.0.1:"))
          .anyMatch(
              line -> line.startsWith("Data log       " + ZonePair.LOG_SHARDS + " log shards, "));
      JsonNode status =
          JSON.readTree(GyreProcess.run(directory, 0, "status", "--config", config, "--json"));
      assertThat(status.path("process").asLong()).isEqualTo(gyre.pid());

      assertThat(gyre.terminate()).as(gyre.output()).isZero();
      printed = gyre.output();
    }
    List<JsonNode> lines = printed.lines().map(OperatorIT::json).toList();
    JsonNode last = lines.get(lines.size() - 1);
    assertThat(last.path("event").asText()).isEqualTo("progress");
    assertThat(last.path("copied").asInt()).isEqualTo(20);
    assertThat(last.path("bytes").asInt()).isEqualTo(80);
    assertThat(last.path("parked").asInt(-1)).isZero();

    assertThat(GyreProcess.run(directory, 0, "status", "--config", config).lines())
        .contains("Running        no; nothing is replicated until 'gyre sync' runs")
        .contains("Parked         0");
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }
}
