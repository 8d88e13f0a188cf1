package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.testing.S3User;
import io.gyre.testing.UserBucket;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sync --dry-run} says what would be done, and does nothing. */
@AnyZones
@Timeout(240)
class DryRunIT extends LocalRoutes {

  DryRunIT(ZonePair zones) {
    super(zones);
  }

  @Test
  void everythingThatWouldBeDoneIsListedAndNothingIsDone(@TempDir Path directory) throws Exception {
    LocalRoute route =
        new LocalRoute(zones, directory).with("select: { keys: [ '- prefix:tmp/' ] }");
    S3User ann = source.createUser("ann");
    UserBucket flat = new UserBucket(ann, "flat").create();
    flat.put("a", "text");
    flat.put("b", "text");
    flat.put("tmp/c", "text");
    UserBucket versioned = new UserBucket(ann, "versioned").create();
    versioned.enable();
    versioned.put("v", "text");
    versioned.put("v", "newer");
    new UserBucket(ann, "theirs").create().put("a", "text");
    new UserBucket(destination.createUser("eve"), "theirs").create().put("b", "text");

    LocalRoute.Ran first = dryRun(route);

    assertThat(plan(first))
        .as(first.text())
        .containsExactlyInAnyOrder(
            "copy user ann 0 0",
            "extra user eve 0 0",
            "copy bucket flat 0 0",
            "copy flat/a 1 4",
            "copy flat/b 1 4",
            "copy bucket versioned 0 0",
            "copy versioned/v 2 9");
    assertThat(first.code()).as("a bucket of this name is in the way").isEqualTo(1);
    assertThat(first.lines())
        .anyMatch(line -> line.path("text").asText().contains("bucket theirs"));
    assertThat(first.lines().get(first.lines().size() - 1).path("bytes").asLong()).isEqualTo(17);
    assertThat(destination.user("eve").client().listBuckets().buckets()).hasSize(1);
    assertThat(route.check("--bucket", "flat").found()).containsExactly("missing flat");
    assertThat(Files.exists(directory.resolve("state"))).isFalse();

    destination.wipe();
    assertThat(route.syncOnce()).isZero();
    flat.put("a", "changed");
    S3User there = destination.user("ann");
    new UserBucket(there, "flat").put("extra", "text");
    there.delete("flat", "b");
    List<Long> stateBefore = state(directory);

    LocalRoute.Ran later = dryRun(route);

    assertThat(plan(later))
        .as(later.text())
        .containsExactlyInAnyOrder("update flat/a 1 7", "copy flat/b 1 4", "extra flat/extra 0 0");
    assertThat(later.code()).isZero();
    assertThat(state(directory)).isEqualTo(stateBefore);
  }

  private static LocalRoute.Ran dryRun(LocalRoute route) throws IOException {
    return route.run("sync", "--dry-run", "--json");
  }

  private static List<String> plan(LocalRoute.Ran ran) {
    return ran.lines().stream()
        .filter(line -> line.path("type").asText().equals("plan"))
        .map(
            (JsonNode line) ->
                line.path("action").asText()
                    + " "
                    + line.path("name").asText()
                    + " "
                    + line.path("versions").asLong()
                    + " "
                    + line.path("bytes").asLong())
        .toList();
  }

  private static List<Long> state(Path directory) throws IOException {
    try (var files = Files.list(directory.resolve("state"))) {
      return files.sorted().map(file -> file.toFile().lastModified()).toList();
    }
  }
}
