package io.gyre.route;

import io.gyre.log.BucketIndexEntry;
import io.gyre.log.BucketIndexState;
import io.gyre.log.BucketShard;
import io.gyre.log.ChangeLog;
import io.gyre.log.DataLogEntry;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.log.LogPage;
import io.gyre.log.LogPosition;
import io.gyre.log.MetadataLogEntry;
import io.gyre.log.MetadataLogState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A source's logs and listings in memory; remembers what was asked of it, and when. */
final class FakeChangeLog implements ChangeLog {
  /** One request: what for, after which position, at which time of the test. */
  record Asked(String what, String after, Duration at) {}

  final Answers answers = new Answers();

  /** Whether it is the source's zone still. */
  final Answers zone = new Answers();

  final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final TestClock clock;
  private final Map<Integer, FakeLog<DataLogEntry>> dataLog = new HashMap<>();
  private final Map<Integer, FakeLog<MetadataLogEntry>> metadataLog = new HashMap<>();
  private final Map<BucketShard, FakeLog<BucketIndexEntry>> indexLogs = new HashMap<>();
  private final Map<BucketShard, List<ListedVersion>> listings = new HashMap<>();
  private final Set<BucketShard> stopped = new HashSet<>();
  private final Set<String> headsSeen = new HashSet<>();
  volatile String period = "p";

  FakeChangeLog(TestClock clock) {
    this.clock = clock;
  }

  synchronized FakeLog<DataLogEntry> data(int shard) {
    return dataLog.computeIfAbsent(shard, made -> new FakeLog<>(DataLogEntry::position));
  }

  synchronized FakeLog<MetadataLogEntry> metadata(int shard) {
    return metadataLog.computeIfAbsent(shard, made -> new FakeLog<>(MetadataLogEntry::position));
  }

  /** The log of a bucket shard, which exists from now on. */
  synchronized FakeLog<BucketIndexEntry> index(BucketShard shard) {
    return indexLogs.computeIfAbsent(shard, made -> new FakeLog<>(BucketIndexEntry::position));
  }

  synchronized void list(BucketShard shard, ListedVersion... versions) {
    index(shard);
    listings.computeIfAbsent(shard, made -> new ArrayList<>()).addAll(List.of(versions));
  }

  synchronized void stop(BucketShard shard, boolean stops) {
    if (stops) {
      stopped.add(shard);
    } else {
      stopped.remove(shard);
    }
  }

  synchronized void remove(BucketShard shard) {
    indexLogs.remove(shard);
    listings.remove(shard);
  }

  /** When this was asked for. */
  List<Duration> timesOf(String what) {
    return asked.stream().filter(one -> one.what().equals(what)).map(Asked::at).toList();
  }

  /** The pauses between the times at which this was asked for. */
  List<Duration> pausesOf(String what) {
    List<Duration> times = timesOf(what);
    List<Duration> pauses = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      pauses.add(times.get(i).minus(times.get(i - 1)));
    }
    return pauses;
  }

  /** A read that only follows from what the head was is not another look at the log. */
  private void noteLook(String what, Object after) {
    if (!headsSeen.remove(what)) {
      note(what, after);
    }
  }

  private void noteHead(String what) {
    headsSeen.add(what);
    note(what, "head");
  }

  private void note(String what, Object after) {
    asked.add(new Asked(what, after.toString(), clock.elapsed()));
  }

  @Override
  public CompletionStage<Void> confirmZone() {
    return zone.give(() -> null);
  }

  @Override
  public CompletionStage<Integer> dataLogShards() {
    return answers.give(dataLog::size);
  }

  @Override
  public CompletionStage<LogPosition> dataLogHead(int shard) {
    noteHead("data");
    return answers.give(() -> data(shard).head());
  }

  @Override
  public CompletionStage<LogPage<DataLogEntry>> readDataLog(int shard, LogPosition after, int max) {
    noteLook("data", after);
    return answers.give(() -> data(shard).read(after, max));
  }

  @Override
  public CompletionStage<Optional<MetadataLogState>> metadataLog() {
    return answers.give(
        () -> Optional.of(new MetadataLogState(Math.max(1, metadataLog.size()), period)));
  }

  @Override
  public CompletionStage<LogPosition> metadataLogHead(int shard, String period) {
    noteHead("metadata");
    return answers.give(() -> metadata(shard).head());
  }

  @Override
  public CompletionStage<LogPage<MetadataLogEntry>> readMetadataLog(
      int shard, String period, LogPosition after, int max) {
    noteLook("metadata", after);
    return answers.give(() -> metadata(shard).read(after, max));
  }

  @Override
  public CompletionStage<Optional<BucketIndexState>> bucketIndexState(BucketShard shard) {
    note("state", shard);
    return answers.give(
        () -> log(shard).map(log -> new BucketIndexState(log.head(), stopped.contains(shard))));
  }

  @Override
  public CompletionStage<Optional<LogPage<BucketIndexEntry>>> readBucketIndex(
      BucketShard shard, LogPosition after, int max) {
    note("index", after);
    return answers.give(() -> log(shard).map(log -> log.read(after, max)));
  }

  private synchronized Optional<FakeLog<BucketIndexEntry>> log(BucketShard shard) {
    return Optional.ofNullable(indexLogs.get(shard));
  }

  @Override
  public CompletionStage<Optional<ListingPage>> list(
      BucketShard shard, ListingPosition after, int max) {
    note("listing", after.key());
    return answers.give(
        () -> log(shard).map(log -> page(listings.getOrDefault(shard, List.of()), after, max)));
  }

  static ListingPage page(List<ListedVersion> all, ListingPosition after, int max) {
    List<ListedVersion> later =
        all.stream().filter(listed -> listed.key().compareTo(after.key()) > 0).toList();
    List<ListedVersion> page = later.subList(0, Math.min(max, later.size()));
    ListingPosition next =
        page.isEmpty()
            ? after
            : new ListingPosition(
                page.get(page.size() - 1).key(), page.get(page.size() - 1).versionId());
    return new ListingPage(page, next, later.size() > page.size());
  }
}
