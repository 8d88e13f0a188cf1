package io.gyre.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.CheckpointStore.ShardCounts;
import io.gyre.checkpoint.CheckpointSummary;
import io.gyre.checkpoint.CheckpointSummary.LogShards;
import io.gyre.checkpoint.LogKind;
import io.gyre.checkpoint.Phase;
import io.gyre.checkpoint.Shortfall;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A checkpoint's summary for people. */
@SuppressWarnings("InlineFormatString") // the columns of the table, side by side
final class StatusText {
  /** Buckets, users and classes of failure that are named; {@code --json} names more. */
  private static final int MAX_NAMED = 20;

  /**
   * Bucket shards that are behind are named only so far: in a first copy nearly all of them are.
   */
  private static final int MAX_BEHIND = 5;

  private static final String LINE = "%-14s %s%n";
  private static final String ITEM = "  %s%n";

  private final CheckpointSummary summary;
  private final Instant now;
  private final Optional<JsonNode> live;
  private final StringBuilder text = new StringBuilder();

  private StatusText(CheckpointSummary summary, Optional<JsonNode> live, Instant now) {
    this.summary = summary;
    this.live = live;
    this.now = now;
  }

  /**
   * The whole text.
   *
   * @param route as its configuration calls it
   * @param live what the running process says of itself
   */
  static String of(CheckpointSummary summary, String route, Optional<JsonNode> live, Instant now) {
    StatusText status = new StatusText(summary, live, now);
    status.line("Route", route);
    status.runningAndLag();
    status.logs();
    status.buckets();
    status.users();
    status.shortfalls();
    status.parked();
    return status.text.toString();
  }

  private void line(String label, String value) {
    text.append(String.format(LINE, label, value));
  }

  private void item(String value) {
    text.append(String.format(ITEM, value));
  }

  private void runningAndLag() {
    line("Zones", summary.route().toString());
    line(
        "Running",
        summary.process().isPresent()
            ? "as process " + summary.process().getAsLong()
            : "no; nothing is replicated until 'gyre sync' runs");
    List<LiveText.Line> known = live.map(said -> LiveText.of(said, now)).orElse(List.of());
    known.forEach(line -> line(line.label(), line.text()));
    if (known.stream().noneMatch(line -> line.label().equals("Lag"))) {
      line("Lag", lag(summary.shards()));
    }
    summary.behind().stream().limit(MAX_BEHIND).map(this::behind).forEach(this::item);
    if (summary.behind().size() > MAX_BEHIND) {
      item("... and more (--json)");
    }
  }

  private String lag(ShardCounts shards) {
    int copying = phase(shards, Phase.INIT) + phase(shards, Phase.FULL);
    String first =
        copying == 0
            ? ""
            : "; the first copy of " + Plain.count(copying, "bucket shard") + " is not complete";
    return shards
            .dirtySince()
            .map(
                since ->
                    "at most "
                        + Plain.age(since, now)
                        + ", in "
                        + Plain.count(shards.dirty(), "bucket shard")
                        + " that changed")
            .orElse("no changes are known to wait")
        + first;
  }

  private String behind(BucketShardState state) {
    String listed =
        state.phase() == Phase.FULL && !state.listing().key().isEmpty()
            ? ", listed up to " + Plain.text(state.listing().key())
            : "";
    return Plain.text(state.shard().toString())
        + state.dirtySince().map(since -> " for " + Plain.age(since, now)).orElse("")
        + ": "
        + lower(state.phase())
        + listed;
  }

  private static int phase(ShardCounts shards, Phase phase) {
    return shards.byPhase().getOrDefault(phase, 0);
  }

  private void logs() {
    for (LogKind kind : LogKind.values()) {
      LogShards logs = summary.logs().get(kind);
      line(capital(kind) + " log", logs == null ? "not followed" : log(logs));
    }
    line("Bucket shards", byKind(Phase.values(), summary.shards().byPhase()));
  }

  private String log(LogShards logs) {
    return Plain.count(logs.count(), "log shard")
        + ", the last entry done "
        + Plain.age(logs.newestUpdate(), now)
        + " ago";
  }

  private void buckets() {
    line("Buckets", byKind(Standing.values(), summary.buckets()));
    int leftOut =
        summary.buckets().getOrDefault(Standing.REFUSED, 0)
            + summary.buckets().getOrDefault(Standing.UNFOLLOWED, 0);
    named(summary.leftOut(), leftOut, StatusText::leftOut);
  }

  private static String leftOut(BucketState bucket) {
    return lower(bucket.standing())
        + " "
        + Plain.text(bucket.source().bucket().toString())
        + ": "
        + Plain.text(bucket.reason());
  }

  private void users() {
    List<CheckpointSummary.RefusedUser> refused = summary.refusedUsers();
    line(
        "Users",
        Plain.count(summary.ownedUsers())
            + " replicated, "
            + Plain.count(refused.size())
            + " refused");
    named(
        refused,
        refused.size(),
        user -> "refused " + Plain.text(user.uid()) + ": " + Plain.text(user.reason()));
  }

  private void shortfalls() {
    List<Shortfall> shortfalls = summary.shortfalls();
    if (!shortfalls.isEmpty()) {
      line("Other there", Plain.count(shortfalls.size()));
      named(
          shortfalls,
          shortfalls.size(),
          it -> it.section() + " " + Plain.text(it.name()) + ": " + Plain.text(it.reason()));
    }
  }

  private void parked() {
    CheckpointSummary.Parked parked = summary.parked();
    String oldest =
        parked.oldest().map(since -> ", the oldest for " + Plain.age(since, now)).orElse("");
    String next = parked.nextTry().map(time -> "; next try " + when(time)).orElse("");
    line("Parked", Plain.count(parked.count()) + oldest + next);
    named(
        parked.failures(),
        parked.failures().size(),
        failure -> Plain.count(failure.count()) + " like: " + Plain.text(failure.example()));
    if (parked.count() > 0) {
      item("'gyre parked list' names them, 'gyre parked retry' makes them due");
    }
  }

  private String when(Instant time) {
    return time.isAfter(now) ? "in " + Plain.age(now, time) : "now";
  }

  private <T> void named(List<T> all, int count, Function<T, String> describe) {
    all.stream().limit(MAX_NAMED).map(describe).forEach(this::item);
    if (count > MAX_NAMED) {
      item("... and " + Plain.count(count - MAX_NAMED) + " more (--json)");
    }
  }

  private static <E extends Enum<E>> String byKind(E[] kinds, Map<E, Integer> counts) {
    String parts =
        Arrays.stream(kinds)
            .filter(counts::containsKey)
            .sorted(Comparator.comparing(counts::get, Comparator.reverseOrder()))
            .map(kind -> Plain.count(counts.getOrDefault(kind, 0)) + " " + lower(kind))
            .collect(Collectors.joining(", "));
    return parts.isEmpty() ? "none" : parts;
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }

  private static String capital(Enum<?> name) {
    return name.name().charAt(0) + lower(name).substring(1);
  }
}
