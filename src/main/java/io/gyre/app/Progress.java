package io.gyre.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.copy.CopyOutcome;
import io.gyre.route.RouteLag;
import io.gyre.route.RouteStatistics.Snapshot;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line every few seconds: what was done, how fast, and how far behind the destination is.
 * People are spared lines that say the same again.
 */
final class Progress {
  private static final Duration REPEATED_AFTER = Duration.ofMinutes(1);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private final Output output;
  private final PrintStream out;
  private Instant lastTime;
  private long lastCopied;
  private long lastBytes;
  private Optional<Said> said = Optional.empty();

  private record Said(Snapshot snapshot, RouteLag lag, int parked, Instant time) {
    boolean tells(Snapshot now, RouteLag lagNow, int parkedNow, Instant at) {
      return snapshot.equals(now)
          && told(lag).equals(told(lagNow))
          && parked == parkedNow
          && at.isBefore(time.plus(REPEATED_AFTER));
    }

    /** Not as of when: that changes all the time. */
    private static List<Object> told(RouteLag lag) {
      return List.of(
          lag.since(), lag.copying(), lag.changed(), lag.comparingMetadata(), lag.failing());
    }
  }

  Progress(Output output, PrintStream out, Instant start) {
    this.output = output;
    this.out = out;
    this.lastTime = start;
  }

  /** Prints a line, unless the output is to be quiet. */
  void print(Snapshot now, RouteLag lag, int parked, Instant time) {
    double seconds = Math.max(0.001, Duration.between(lastTime, time).toMillis() / 1000.0);
    double objectRate = (now.copied() - lastCopied) / seconds;
    double byteRate = (now.bytes() - lastBytes) / seconds;
    lastTime = time;
    lastCopied = now.copied();
    lastBytes = now.bytes();
    if (output.format() == Output.Format.JSON) {
      out.println(json(now, lag, parked, objectRate, byteRate, time));
    } else if (output.verbosity() != Output.Verbosity.QUIET
        && said.filter(before -> before.tells(now, lag, parked, time)).isEmpty()) {
      said = Optional.of(new Said(now, lag, parked, time));
      out.println(text(now, lag, parked, objectRate, byteRate, time));
    }
  }

  private static String text(
      Snapshot now, RouteLag lag, int parked, double objectRate, double byteRate, Instant time) {
    return String.format(
        Locale.ROOT,
        "copied %s (%s), %.0f/s, %s/s; current %,d; deleted %,d; parked %,d%s; %s",
        Plain.count(now.copied(), "object"),
        size((double) now.bytes()),
        objectRate,
        size(byteRate),
        now.of(CopyOutcome.CURRENT),
        now.of(CopyOutcome.DELETED),
        parked,
        losses(now),
        lag(lag, time));
  }

  private static String losses(Snapshot now) {
    return loss("unselected", now.of(CopyOutcome.UNSELECTED))
        + loss("ETags differ", now.of(CopyOutcome.COPIED_ETAG_DIFFERS))
        + loss("grants dropped", now.grantsDropped())
        + loss("owners replaced", now.ownersReplaced())
        + loss("storage classes lost", now.storageClassesLost())
        + loss("buckets without BlockPublicAcls", now.blockPublicAclsLost())
        + loss("locks lost", now.locksLost())
        + loss("bucket settings lost", now.bucketSettingsLost());
  }

  private static String loss(String kind, long count) {
    return count == 0 ? "" : "; " + kind + " " + Plain.count(count);
  }

  private static String lag(RouteLag lag, Instant time) {
    List<String> parts = new ArrayList<>();
    lag.since().ifPresent(since -> parts.add("lag " + Plain.age(since, time)));
    if (lag.changed() > 0) {
      parts.add(Plain.count(lag.changed(), "bucket shard") + " changed");
    }
    if (lag.copying() > 0) {
      parts.add(Plain.count(lag.copying(), "bucket shard") + " to be copied in full");
    }
    if (lag.comparingMetadata()) {
      parts.add("users and buckets are being compared");
    }
    if (lag.failing() > 0) {
      parts.add(Plain.count(lag.failing(), "log shard") + " cannot be read");
    }
    return parts.isEmpty() ? noLag(lag, time) : String.join(", ", parts);
  }

  private static String noLag(RouteLag lag, Instant time) {
    return lag.age(time).isEmpty()
        ? "lag not known yet"
        : "no known lag"
            + lag.asOf().map(round -> " " + Plain.age(round, time) + " ago").orElse("");
  }

  private static String json(
      Snapshot now, RouteLag lag, int parked, double objectRate, double byteRate, Instant time) {
    ObjectNode line = JSON.createObjectNode();
    line.put("event", "progress");
    line.put("time", time.toString());
    line.put("copied", now.copied());
    line.put("bytes", now.bytes());
    line.put("objects_per_second", Math.round(objectRate * 10) / 10.0);
    line.put("bytes_per_second", Math.round(byteRate));
    line.put("etag_differs", now.of(CopyOutcome.COPIED_ETAG_DIFFERS));
    line.put("current", now.of(CopyOutcome.CURRENT));
    line.put("marked", now.of(CopyOutcome.MARKED));
    line.put("deleted", now.of(CopyOutcome.DELETED));
    line.put("superseded", now.of(CopyOutcome.SUPERSEDED));
    line.put("unselected", now.of(CopyOutcome.UNSELECTED));
    line.put("parked", parked);
    line.put("log_gaps", now.gaps());
    line.put("grants_dropped", now.grantsDropped());
    line.put("encodings_unknown", now.encodingsUnknown());
    line.put("owner_replaced", now.ownersReplaced());
    line.put("storage_classes_lost", now.storageClassesLost());
    line.put("block_public_acls_lost", now.blockPublicAclsLost());
    line.put("locks_lost", now.locksLost());
    line.put("bucket_settings_lost", now.bucketSettingsLost());
    line.put("bucket_shards_behind", lag.behind());
    line.put("bucket_shards_to_copy", lag.copying());
    line.put("metadata_pass", lag.comparingMetadata());
    line.put("lag_seconds", seconds(lag.age(time)));
    line.put("lag_as_of_seconds", seconds(lag.asOf().map(round -> Duration.between(round, time))));
    return line.toString();
  }

  /** None where it is not known, which is not the same as 0. */
  private static @Nullable Long seconds(Optional<Duration> age) {
    return age.map(Duration::toSeconds).orElse(null);
  }

  /** Bytes for people: three digits and a unit. */
  static String size(double bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
  }
}
