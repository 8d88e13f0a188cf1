package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.config.ConfigLoader;
import io.gyre.config.GyreConfig;
import io.gyre.failure.GatewayException;
import io.gyre.metadata.FakeMetadataStore;
import io.gyre.metadata.SampleMetadata;
import io.gyre.metadata.ZoneFacts;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class FallbackOwnerTest {
  private static final ZoneFacts ZONE =
      new ZoneFacts("z2", "slave-1", "g2", "slave", "r2", Set.of(), "", true, 2);

  private final FakeMetadataStore users = new FakeMetadataStore("tester", "TESTER");

  private CompletableFuture<Void> check(String line) {
    String zone = "{ endpoint: \"http://%s:8000\", access-key: A, secret-key: S }";
    GyreConfig config =
        new ConfigLoader(Map.of())
            .parse(
                String.join(
                    "\n",
                    "source: " + zone.formatted("a"),
                    "destination: " + zone.formatted("b"),
                    line),
                "test");
    return FallbackOwner.check(config, ZONE, users).toCompletableFuture();
  }

  private void destinationHas(int suspended, String mask) {
    ObjectNode heir = SampleMetadata.user("heir", "HEIR");
    ((ObjectNode) heir.path("data")).put("suspended", suspended).put("op_mask", mask);
    users.given("user", "heir", heir);
  }

  private String refusal() {
    var failed =
        assertThat(check("fallback-owner: heir"))
            .failsWithin(Duration.ZERO)
            .withThrowableOfType(ExecutionException.class);
    return String.valueOf(
        ((RouteRefused) GatewayException.unwrap(failed.actual().getCause())).getMessage());
  }

  @Test
  void itNeedsNone() {
    assertThat(check("")).isCompleted();
  }

  @Test
  void itHasToBeAbleToWrite() {
    assertThat(refusal()).contains("'heir' in zone slave-1", "no such user", "user create");
    destinationHas(1, "read, write, delete");
    assertThat(refusal()).contains("suspended", "user enable --uid=heir");
    destinationHas(0, "read, write");
    assertThat(refusal()).contains("op_mask", "user modify");

    destinationHas(0, "read, write, delete");
    assertThat(check("fallback-owner: heir")).isCompleted();
  }
}
