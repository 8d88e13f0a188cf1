package io.gyre.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** A running route as a terminal shows it, from what the API says. */
@SuppressWarnings("InlineFormatString") // the columns of the table, side by side
final class LiveLines {
  /** Buckets that are named, so that the whole is lower than any terminal. */
  static final int MAX_BUCKETS = 8;

  private static final int BAR = 20;
  private static final int NAME = 28;
  private static final String BUCKET = "  %-28s %-10s %s %9s  %-12s %9s  %s";

  private LiveLines() {}

  /**
   * The lines.
   *
   * @param status as {@code /api/v1/status} gives it
   * @param buckets as {@code /api/v1/buckets} does
   */
  static List<String> of(JsonNode status, JsonNode buckets, Instant now) {
    List<String> lines = new ArrayList<>();
    if (!status.has("lag")) {
      status.path("not_ready").forEach(why -> lines.add("not ready: " + Plain.text(why.asText())));
      return lines;
    }
    lines.add(
        "%s -> %s%s"
            .formatted(
                Plain.text(status.at("/source/zone").asText()),
                Plain.text(status.at("/destination/zone").asText()),
                status.path("paused").isTextual() ? "   PAUSED ('gyre resume' goes on)" : ""));
    LiveText.of(status, now).stream()
        .filter(line -> !line.label().equals("Paused"))
        .forEach(line -> lines.add("  %-9s %s".formatted(line.label(), Plain.text(line.text()))));
    lines.add("  %-9s %s".formatted("Done", done(status)));
    fullPass(status, lines);
    StreamSupport.stream(buckets.spliterator(), false)
        .sorted(
            Comparator.comparingDouble(
                    (JsonNode bucket) -> bucket.path("entries_per_second").asDouble())
                .reversed())
        .limit(MAX_BUCKETS)
        .map(LiveLines::bucket)
        .forEach(lines::add);
    return lines;
  }

  private static String done(JsonNode status) {
    return "%s objects (%s) copied, %s deleted; %s parked"
        .formatted(
            Plain.count(status.at("/counts/copied").asLong()),
            Progress.size(status.at("/counts/bytes").asDouble()),
            Plain.count(status.at("/counts/deleted").asLong()),
            Plain.count(status.at("/parked/entries").asLong()));
  }

  private static void fullPass(JsonNode status, List<String> lines) {
    JsonNode shards = status.path("bucket_shards");
    long open = shards.path("init").asLong() + shards.path("full").asLong();
    long all = open + shards.path("incremental").asLong();
    if (open > 0) {
      lines.add(
          "  %-9s %s %s of %s are copied in full"
              .formatted(
                  "Full pass",
                  bar(all - open, all),
                  Plain.count(all - open),
                  Plain.count(all, "bucket shard")));
    }
  }

  private static String bucket(JsonNode bucket) {
    long all = bucket.path("bucket_shards").asLong();
    long open = bucket.path("bucket_shards_to_copy").asLong();
    return BUCKET
        .formatted(
            cut(Plain.text(bucket.path("bucket").asText())),
            bucket.path("state").asText().replace('_', ' '),
            open > 0 ? bar(all - open, all) : " ".repeat(BAR + 2),
            lag(bucket.path("lag_seconds")),
            rate(bucket.path("entries_per_second").asDouble()),
            Progress.size(bucket.path("bytes_per_second").asDouble()) + "/s",
            toGo(bucket))
        .stripTrailing();
  }

  private static String lag(JsonNode seconds) {
    return seconds.isNull() ? "-" : age(seconds.asLong());
  }

  private static String rate(double entries) {
    return String.format(Locale.ROOT, "%,.1f obj/s", entries);
  }

  private static String toGo(JsonNode bucket) {
    if (bucket.path("seconds_to_go").isNumber()) {
      return age(bucket.path("seconds_to_go").asLong()) + " to go";
    }
    return bucket.path("objects_to_go").isNumber()
        ? Plain.count(bucket.path("objects_to_go").asLong(), "object") + " to go"
        : "";
  }

  private static String age(long seconds) {
    return Plain.age(Instant.EPOCH, Instant.EPOCH.plus(Duration.ofSeconds(seconds)));
  }

  private static String cut(String name) {
    return name.length() <= NAME ? name : name.substring(0, NAME - 1) + "…";
  }

  /** How much of something is done; full only when it is. */
  static String bar(long done, long all) {
    int filled = all <= 0 ? 0 : (int) (done * BAR / all);
    return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]";
  }
}
