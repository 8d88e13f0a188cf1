package io.gyre.embedded.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * The zone's buckets: entry points by name and instances by name and id. Changes are logged, the
 * instance's before the entry point's. An instance outlives its entry point, as in Ceph when data
 * is logged.
 */
public final class Buckets {
  /** The metadata section of entry points. */
  public static final String ENTRY = "bucket";

  /** The metadata section of instances. */
  public static final String INSTANCE = "bucket.instance";

  private static final long FIRST_ID = 1;

  private final Map<String, EntryPoint> entries = new ConcurrentSkipListMap<>();
  private final Map<String, Bucket> instances = new ConcurrentSkipListMap<>();
  private final OwnedBuckets owned = new OwnedBuckets();
  private final AtomicLong lastId = new AtomicLong(FIRST_ID);
  private final Zone zone;

  Buckets(Zone zone) {
    this.zone = zone;
  }

  /** What a new bucket starts with. */
  public record Creation(
      String key, Owner owner, Acl acl, PlacementRule placement, int shards, int flags) {}

  /** The bucket that a name ({@code [tenant/]name}) stands for. */
  public Optional<Bucket> find(String key) {
    EntryPoint entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    Optional<Bucket> found = instance(entry.instanceKey());
    EntryPoint now = entries.get(key);
    return found.isPresent() || now == null || now.equals(entry)
        ? found
        : instance(now.instanceKey()); // it was resharded just between
  }

  /** The entry point of a name. */
  public Optional<EntryPoint> entry(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** The instance with this key ({@code [tenant/]name:bucket_id}). */
  public Optional<Bucket> instance(String key) {
    return Optional.ofNullable(instances.get(key));
  }

  /** All names, sorted. */
  public List<String> entryKeys() {
    return List.copyOf(entries.keySet());
  }

  /** All instance keys, sorted. */
  public List<String> instanceKeys() {
    return List.copyOf(instances.keySet());
  }

  /** The keys in a user's list, sorted, of buckets that may be there or not. */
  public List<String> listOf(String user) {
    return owned.of(user);
  }

  /** The buckets in a user's list, sorted by name. */
  public List<Bucket> ownedBy(String user) {
    return owned.of(user).stream().flatMap(key -> find(key).stream()).toList();
  }

  /** Makes a bucket; empty if the name is taken. */
  public synchronized Optional<Bucket> create(Creation creation) {
    if (entries.containsKey(creation.key())) {
      return Optional.empty();
    }
    String id = zone.identity().id() + "." + zone.instanceNumber() + "." + lastId.getAndIncrement();
    BucketRecord record = NewBucket.record(zone, creation, id);
    Bucket bucket = new Bucket(zone, record);
    instances.put(record.instanceKey(), bucket);
    logInstance(record, MetaVersion.NONE);
    putEntry(
        creation.key(),
        new MetaObject(
            EntryPoint.data(record), new MetaVersion(Ids.metaTag(), 1), zone.clock().next()));
    return Optional.of(bucket);
  }

  /** Changes a bucket's metadata here: the version grows, the time is now. */
  public synchronized BucketRecord update(Bucket found, UnaryOperator<BucketRecord> change) {
    Bucket bucket = found.latest();
    BucketRecord before = bucket.record();
    BucketRecord after = change.apply(before).written(before.version().next(), zone.clock().next());
    bucket.set(after);
    logInstance(after, before.version());
    return after;
  }

  /** Stops or resumes the bucket's logs, and says so in its flags. */
  public void setSync(Bucket bucket, boolean enabled) {
    int others = bucket.record().flags() & ~BucketRecord.SYNC_DISABLED;
    int flags = enabled ? others : others | BucketRecord.SYNC_DISABLED;
    update(bucket, record -> record.withFlags(flags));
    bucket.latest().stopLogs(!enabled);
  }

  /** Gives a bucket to a user, who alone may use it then. Its objects stay whose they are. */
  public synchronized void link(Bucket bucket, User owner) {
    byte[] acl = CephEncoding.acl(owner.privateAcl());
    BucketRecord record =
        update(
            bucket,
            before ->
                before.with("owner", TextNode.valueOf(owner.id())).withAttr(BucketRecord.ACL, acl));
    entry(record.entryKey()).ifPresent(entry -> owned.set(entry.owner(), record.entryKey(), false));
    writeEntry(record, EntryPoint.data(record));
  }

  /** Takes a bucket from its owner's list. */
  public synchronized void unlink(Bucket bucket) {
    BucketRecord record = bucket.latest().record();
    writeEntry(record, EntryPoint.data(record).put("linked", "false"));
  }

  /** Gives a bucket to a user with all that is in it, as {@code radosgw-admin bucket chown}. */
  public void giveAway(Bucket bucket, User owner) {
    link(bucket, owner);
    bucket.latest().giveObjectsTo(owner);
  }

  /**
   * Gives a bucket another name, and a user, as {@code radosgw-admin bucket link
   * --bucket-new-name}: id, marker, index and log stay, the old name is gone with its instance.
   */
  public synchronized void rename(Bucket found, User owner, String name) {
    Bucket bucket = found.latest();
    BucketRecord before = bucket.record();
    String key = owner.tenant().isEmpty() ? name : owner.tenant() + "/" + name;
    if (entries.containsKey(key)) {
      throw new IllegalArgumentException("there is a bucket " + key);
    }
    BucketRecord after =
        before
            .with("bucket", Json.bucket(owner.tenant(), name, before.marker(), before.id()))
            .with("owner", TextNode.valueOf(owner.id()))
            .withAttr(BucketRecord.ACL, CephEncoding.acl(owner.privateAcl()))
            .written(new MetaVersion(Ids.metaTag(), 1), zone.clock().next());
    instances.remove(before.instanceKey());
    instances.put(after.instanceKey(), bucket);
    bucket.set(after);
    logInstance(after, MetaVersion.NONE);
    MetaVersion first = new MetaVersion(Ids.metaTag(), 1);
    putEntry(after.entryKey(), new MetaObject(EntryPoint.data(after), first, zone.clock().next()));
    removeEntry(before.entryKey());
  }

  private void writeEntry(BucketRecord record, ObjectNode data) {
    String key = record.entryKey();
    MetaVersion version = entry(key).orElseThrow().meta().version().next();
    putEntry(key, new MetaObject(data, version, zone.clock().next()));
  }

  /** Stores an instance that came with its version and time; a new one gets an empty index. */
  public synchronized void putInstance(BucketRecord record) {
    Bucket present = instances.get(record.instanceKey());
    MetaVersion read = present == null ? MetaVersion.NONE : present.record().version();
    if (present == null) {
      instances.put(record.instanceKey(), new Bucket(zone, record));
    } else {
      present.set(record);
    }
    logInstance(record, read);
  }

  /** Stores an entry point that came with its version and time. */
  public synchronized void putEntry(String key, MetaObject meta) {
    EntryPoint entry = new EntryPoint(meta);
    EntryPoint before = entries.put(key, entry);
    owned.set(entry.owner(), key, entry.linked());
    MetaVersion read = before == null ? MetaVersion.NONE : before.meta().version();
    zone.metadataLog().record(ENTRY, key, "write", read, meta.version());
  }

  /**
   * Removes a bucket as S3 does: its instance is written once more and stays, unfinished uploads
   * go.
   */
  public synchronized void remove(Bucket bucket) {
    bucket.uploads().list().forEach(bucket.uploads()::abort);
    update(bucket, UnaryOperator.identity());
    removeEntry(bucket.record().entryKey());
  }

  /** Removes an entry point; false if there is none. */
  public synchronized boolean removeEntry(String key) {
    EntryPoint entry = entries.remove(key);
    if (entry == null) {
      return false;
    }
    owned.set(entry.owner(), key, false);
    MetaVersion version = entry.meta().version();
    zone.metadataLog().record(ENTRY, key, "remove", version, version.next());
    return true;
  }

  /** Removes an instance with its index; false if there is none. That is not logged. */
  public synchronized boolean removeInstance(String key) {
    Bucket gone = instances.remove(key);
    if (gone != null) {
      gone.release();
    }
    return gone != null;
  }

  /**
   * Gives a bucket another number of index shards, as Pacific does it: a new instance with an empty
   * log takes its place, the old one is gone.
   */
  public synchronized Bucket reshard(Bucket found, int shards) {
    Bucket old = found.latest();
    String id = zone.identity().id() + "." + zone.instanceNumber() + "." + lastId.getAndIncrement();
    BucketRecord record = NewBucket.resharded(old.record(), id, shards);
    Bucket fresh = old.successor(record);
    instances.put(record.instanceKey(), fresh);
    old.moveTo(fresh);
    logInstance(record, MetaVersion.NONE);
    writeEntry(record, EntryPoint.data(record));
    instances.remove(old.record().instanceKey());
    return fresh;
  }

  private void logInstance(BucketRecord record, MetaVersion read) {
    zone.metadataLog().record(INSTANCE, record.instanceKey(), "write", read, record.version());
  }
}
