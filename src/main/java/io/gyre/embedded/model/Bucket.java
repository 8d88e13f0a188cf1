package io.gyre.embedded.model;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One bucket instance: its metadata, its index and its unfinished uploads. Thread-safe. */
public final class Bucket {
  private final Zone zone;
  private final List<IndexShard> shards;
  private final Uploads uploads;
  private volatile BucketRecord record;
  private volatile @Nullable ReadAcl readAcl;

  /** Changes share it; a reshard has it alone. */
  private final ReadWriteLock moving = new ReentrantReadWriteLock();

  /** The instance that took this one's place in a reshard. */
  private @Nullable Bucket successor;

  Bucket(Zone zone, BucketRecord record) {
    this.zone = zone;
    this.record = record;
    this.uploads = new Uploads(this, zone);
    this.shards = shards(zone, record);
  }

  private Bucket(Zone zone, BucketRecord record, Uploads uploads) {
    this.zone = zone;
    this.record = record;
    this.uploads = uploads;
    this.shards = shards(zone, record);
  }

  private static List<IndexShard> shards(Zone zone, BucketRecord record) {
    return IntStream.range(0, record.shards())
        .mapToObj(number -> new IndexShard(zone.capacity()))
        .toList();
  }

  /** The ACL that this metadata holds. */
  private record ReadAcl(BucketRecord metadata, Acl acl) {}

  /** What one index shard says about its log. */
  public record LogInfo(int shard, long version, String maxMarker, boolean stopped) {}

  /** Objects without delete markers, and their bytes. */
  public record Usage(long objects, long bytes) {}

  /** The metadata as it is now. */
  public BucketRecord record() {
    return record;
  }

  /** Who may do what with it; where its metadata does not say, its owner may do everything. */
  @SuppressWarnings("ReferenceEquality") // a record is never changed in place
  public Acl acl() {
    BucketRecord now = record;
    byte[] encoded = now.attr(BucketRecord.ACL);
    if (encoded == null) {
      return zone.users().find(now.owner()).map(User::privateAcl).orElse(Acl.NONE);
    }
    ReadAcl read = readAcl;
    if (read == null || read.metadata() != now) {
      read = new ReadAcl(now, CephEncoding.readAcl(encoded));
      readAcl = read;
    }
    return read.acl();
  }

  /** Unfinished uploads. */
  public Uploads uploads() {
    return uploads;
  }

  /** Number of index shards. */
  public int shardCount() {
    return shards.size();
  }

  /** The key as it is now; without versions if it is not there. */
  public KeyState find(String key) {
    return shards.get(shardOf(key)).get(key);
  }

  /** The keys of one shard in order; a view that may be iterated while it changes. */
  public NavigableMap<String, KeyState> keys(int shard) {
    return shards.get(shard).keys();
  }

  /**
   * Stores an object. In a versioning-enabled bucket it becomes a version, else it replaces the
   * null version.
   *
   * @return null if the key can have no more versions
   */
  public @Nullable ObjectVersion put(NewObject object, Precondition precondition) {
    ObjectVersion[] stored = new ObjectVersion[1];
    boolean enabled = latest().record.versioningEnabled();
    change(
        object.key(),
        before -> {
          precondition.check(before.current());
          ObjectVersion version = version(object, enabled);
          boolean versioned = enabled || before.hasOlh() || object.epoch() > 0;
          IndexChange write = IndexChange.write(version, versioned);
          if (!versioned) {
            stored[0] = version;
            return new KeyStep(KeyState.plain(version), List.of(write));
          }
          KeyStep linked = before.link(version, object.epoch());
          if (linked == null) {
            return new KeyStep(before, List.of(write));
          }
          stored[0] = version;
          List<IndexChange> changes = new ArrayList<>(linked.changes());
          changes.add(0, write);
          return new KeyStep(linked.next(), changes);
        });
    return stored[0];
  }

  /** Removes a key, or one of its versions, or puts a delete marker on it. */
  public Removal.Result remove(Removal removal, Owner owner, Precondition precondition) {
    return new RemovalStep(this, zone, removal, owner, precondition).run();
  }

  /**
   * Changes the attributes of the version with this instance; null for the current one.
   *
   * @return what is there afterwards; null if there is no such version
   */
  public @Nullable ObjectVersion update(
      String key, @Nullable String instance, UnaryOperator<Attributes> change) {
    ObjectVersion[] updated = new ObjectVersion[1];
    change(
        key,
        before -> {
          ObjectVersion present = instance == null ? before.current() : before.find(instance);
          if (present == null || present.deleteMarker()) {
            return null;
          }
          updated[0] =
              present.withAttributes(
                  change.apply(present.attributes()),
                  zone.clock().next(),
                  Ids.writeTag(),
                  zone.nextEpoch());
          return new KeyStep(
              before.with(updated[0]), List.of(IndexChange.write(updated[0], false)));
        });
    return updated[0];
  }

  /** Logs a write of the null version of a key that has none: nothing changes. */
  public void logHeadWrite(String key) {
    change(
        key,
        before -> {
          long now = zone.clock().next();
          IndexChange write =
              new IndexChange(
                  IndexOp.WRITE,
                  "",
                  now,
                  Ids.writeTag(),
                  zone.nextEpoch(),
                  false,
                  false,
                  Owner.NOBODY);
          return new KeyStep(before, List.of(write));
        });
  }

  /** The log entries of a shard after the marker. */
  public List<BucketIndexLog.Entry> logEntries(int shard, String marker, int limit) {
    return shards.get(shard).entries(marker, limit);
  }

  /** Removes log entries up to and including the marker. */
  public void trimLog(int shard, String marker) {
    shards.get(shard).trim(marker);
  }

  /** The state of every shard's log. */
  public List<LogInfo> logInfo() {
    List<LogInfo> infos = new ArrayList<>();
    for (int i = 0; i < shards.size(); i++) {
      IndexShard.LogInfo info = shards.get(i).logInfo();
      infos.add(new LogInfo(i, info.version(), info.maxMarker(), info.stopped()));
    }
    return infos;
  }

  /** What the bucket holds. */
  public Usage usage() {
    long objects = 0;
    long bytes = 0;
    for (IndexShard shard : shards) {
      IndexShard.Usage usage = shard.usage();
      objects += usage.objects();
      bytes += usage.bytes();
    }
    return new Usage(objects, bytes);
  }

  /** True if there is neither an object nor a delete marker; there may be unfinished uploads. */
  public boolean isEmpty() {
    return shards.stream().allMatch(shard -> shard.keys().isEmpty());
  }

  /** Removes all that is in it; each removal is logged. */
  public void purge() {
    for (IndexShard shard : shards) {
      shard.keys().keySet().forEach(key -> change(key, Bucket::emptied));
    }
  }

  private static KeyStep emptied(KeyState before) {
    List<IndexChange> removals =
        before.versions().stream()
            .map(version -> IndexChange.del(version, before.hasOlh()))
            .toList();
    return new KeyStep(KeyState.ABSENT, removals);
  }

  /** Every object becomes the user's, and private. Delete markers stay whose they are. */
  void giveObjectsTo(User user) {
    for (IndexShard shard : shards) {
      shard
          .keys()
          .forEach(
              (key, state) ->
                  state
                      .versions()
                      .forEach(
                          version ->
                              update(
                                  key,
                                  version.instance(),
                                  attributes -> attributes.withAcl(user.privateAcl()))));
    }
  }

  /** Gives up the room of all that is in an instance that is gone. */
  void release() {
    for (IndexShard shard : shards) {
      for (KeyState state : shard.keys().values()) {
        state.versions().forEach(version -> zone.capacity().release(version.content().body()));
      }
      shard.forget();
    }
  }

  void change(String key, Function<KeyState, @Nullable KeyStep> step) {
    onIndex(
        index -> {
          int number = index.shardOf(key);
          if (index.shards.get(number).change(key, step)) {
            index.announce(number);
          }
        });
  }

  /** Logs changes of raw index entries that belong to a key's upload. */
  void logRaw(String key, String rawKey, List<IndexChange> changes) {
    onIndex(
        index -> {
          int number = index.shardOf(key);
          if (index.shards.get(number).log(rawKey, changes)) {
            index.announce(number);
          }
        });
  }

  /** Changes the index of this instance, or of the one that took its place. */
  private void onIndex(Consumer<Bucket> change) {
    Bucket moved;
    moving.readLock().lock();
    try {
      moved = successor;
      if (moved == null) {
        change.accept(this);
      }
    } finally {
      moving.readLock().unlock();
    }
    if (moved != null) {
      moved.onIndex(change);
    }
  }

  /** This instance, or the one that took its place. */
  Bucket latest() {
    moving.readLock().lock();
    try {
      return successor == null ? this : successor.latest();
    } finally {
      moving.readLock().unlock();
    }
  }

  void set(BucketRecord changed) {
    record = changed;
  }

  /** Stops or resumes the logs of all shards. */
  void stopLogs(boolean stop) {
    IndexOp op = stop ? IndexOp.SYNCSTOP : IndexOp.RESYNC;
    for (int i = 0; i < shards.size(); i++) {
      IndexChange entry =
          new IndexChange(op, "", zone.clock().next(), 0, 0, false, false, Owner.NOBODY);
      shards.get(i).stop(stop, entry);
      announce(i);
    }
  }

  /** An instance without keys that is to take this one's place; it has the same uploads. */
  Bucket successor(BucketRecord as) {
    return new Bucket(zone, as, uploads);
  }

  /** The other instance gets all keys, and all changes from now on; its log starts empty. */
  void moveTo(Bucket other) {
    moving.writeLock().lock();
    try {
      for (IndexShard shard : shards) {
        shard
            .keys()
            .forEach((key, state) -> other.shards.get(other.shardOf(key)).adopt(key, state));
        shard.forget();
      }
      successor = other;
    } finally {
      moving.writeLock().unlock();
    }
  }

  private ObjectVersion version(NewObject object, boolean enabled) {
    String instance = "";
    if (enabled) {
      instance = object.versionId().isEmpty() ? Ids.version() : object.versionId();
    }
    long now = zone.clock().next();
    return new ObjectVersion(
        instance,
        0,
        false,
        now,
        now,
        Ids.writeTag(),
        zone.nextEpoch(),
        object.attributes().acl().owner(),
        object.content(),
        object.attributes());
  }

  private void announce(int shard) {
    BucketRecord now = record;
    zone.dataLog().changed(now.name(), shard, now.instanceKey() + ":" + shard);
  }

  private int shardOf(String key) {
    return shards.size() == 1 ? 0 : ShardHash.indexShard(key, shards.size());
  }
}
