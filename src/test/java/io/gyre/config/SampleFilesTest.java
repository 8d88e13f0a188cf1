package io.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The files under conf/ are what operators start from. */
class SampleFilesTest {
  private static final Path SAMPLE = Path.of("conf/gyre.yaml");

  @Test
  void theSampleReplicatesBetweenTheTwoLocalClusters() {
    GyreConfig config = new ConfigLoader(Map.of()).load(SAMPLE);

    assertThat(config.source().endpoints()).hasToString("[http://127.0.0.1:8000]");
    assertThat(config.destination().endpoints()).hasToString("[http://127.0.0.1:8001]");
    assertThat(config.source().zone()).contains("master-1");
    assertThat(config.destination().zone()).contains("slave-1");
  }

  @Test
  void theSampleExplainsEveryKeyAndShowsItsDefault() throws IOException {
    GyreConfig asItIs = new ConfigLoader(Map.of()).load(SAMPLE);

    String everything =
        Files.readString(SAMPLE)
            // Sections that are commented out as a whole, then single keys.
            .replaceAll("(?m)^# (\\w[\\w-]*:( *[^\\s]+)?)$", "$1")
            .replaceAll("(?m)^#   (\\w[\\w-]*: .*)$", "  $1")
            .replaceAll("(?m)^  # ((region|signature|insecure): .*)$", "  $1");
    GyreConfig uncommented = new ConfigLoader(Map.of()).parse(everything, "sample");

    assertThat(uncommented.limits().connectionsPerZone()).contains(asItIs.limits().connections());
    assertThat(uncommented.timeouts()).isEqualTo(asItIs.timeouts());
    assertThat(uncommented.polling()).isEqualTo(asItIs.polling());
    assertThat(uncommented.retry()).isEqualTo(asItIs.retry());
    assertThat(uncommented.ops()).isEqualTo(asItIs.ops());
    assertThat(uncommented.source()).isEqualTo(asItIs.source());
    assertThat(uncommented.limits().objectsInFlight()).isEqualTo(asItIs.limits().objectsInFlight());
    for (String path : Keys.ALL) {
      String key = path.substring(path.lastIndexOf('.') + 1);
      assertThat(everything).as(path).contains(key + ":");
    }
  }

  @Test
  void everySectionOfTheSampleIsUncommentedByThatTest() throws IOException {
    assertThat(Files.readString(SAMPLE))
        .contains("\n# limits:\n", "\n# timeouts:\n", "\n# polling:\n", "\n# retry:\n")
        .contains("\n# ops:\n")
        .contains("\n# trim: false\n", "\n# metadata-only: false\n", "\n# adopt: []\n")
        .contains("\n# fallback-owner: UID\n", "\n# read-only-destination: false\n");
  }
}
