package io.gyre.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a running process says of its route, for people: in the lines of {@code status}. */
final class LiveText {
  private LiveText() {}

  /** Labels and what stands behind them. */
  record Line(String label, String text) {}

  /** The lines that only the running process knows. */
  static List<Line> of(JsonNode live, Instant now) {
    List<Line> lines = new ArrayList<>();
    JsonNode lag = live.path("lag");
    if (!lag.isMissingNode()) {
      lines.add(new Line("Lag", lag(lag)));
      lines.add(
          new Line(
              "Speed",
              String.format(
                  Locale.ROOT,
                  "%.1f objects/s, %s/s",
                  live.at("/speed/objects_per_second").asDouble(),
                  Progress.size(live.at("/speed/bytes_per_second").asDouble()))));
    }
    live.path("not_ready").forEach(reason -> lines.add(new Line("Not ready", reason.asText())));
    if (live.path("paused").isTextual()) {
      Instant since = Instant.parse(live.path("paused").asText());
      lines.add(new Line("Paused", "the route, for " + Plain.age(since, now)));
    }
    live.path("paused_buckets")
        .forEach(
            pause ->
                lines.add(
                    new Line("Paused", "bucket " + Plain.text(pause.path("bucket").asText()))));
    return lines;
  }

  private static String lag(JsonNode lag) {
    long toCopy = lag.path("bucket_shards_to_copy").asLong();
    return "objects "
        + age(lag.path("data"))
        + ", users and buckets "
        + age(lag.path("metadata"))
        + (toCopy == 0
            ? ""
            : "; the first copy of " + Plain.count(toCopy, "bucket shard") + " is not complete");
  }

  private static String age(JsonNode part) {
    String age =
        part.path("lag_seconds").isNull()
            ? "not known"
            : Plain.age(Instant.EPOCH, Instant.EPOCH.plus(seconds(part, "lag_seconds")));
    return part.path("as_of_age_seconds").isNull()
        ? age
        : age
            + " (as of "
            + Plain.age(Instant.EPOCH, Instant.EPOCH.plus(seconds(part, "as_of_age_seconds")))
            + " ago)";
  }

  private static Duration seconds(JsonNode part, String name) {
    return Duration.ofSeconds(part.path(name).asLong());
  }
}
