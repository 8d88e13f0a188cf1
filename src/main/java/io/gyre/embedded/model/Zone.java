package io.gyre.embedded.model;

import java.util.concurrent.atomic.AtomicLong;

/** One zone: users, buckets, logs, a clock. Everything in it is thread-safe. */
public final class Zone {
  private static final int INSTANCE_NUMBER = 4144;

  private final ZoneSettings settings;
  private final ZoneIdentity identity;
  private final ZoneClock clock;
  private final MetadataLog metadataLog;
  private final DataLog dataLog;
  private final LogLeases leases;
  private final Capacity capacity;
  private final Placements placements = new Placements();
  private final Users users;
  private final Buckets buckets;
  private final AtomicLong epochs = new AtomicLong(1);

  /** An empty zone. */
  public Zone(ZoneSettings settings) {
    this.settings = settings;
    this.identity = ZoneIdentity.named(settings.name());
    this.clock = new ZoneClock(settings.clock());
    this.metadataLog = new MetadataLog(settings.metadataLogShards(), clock);
    this.dataLog = new DataLog(settings.dataLogShards(), settings.dataLogWindow(), clock);
    this.leases = new LogLeases(clock);
    this.capacity = new Capacity(settings.maxMemory(), settings.maxDisk(), settings.maxIndex());
    this.users = new Users(metadataLog, clock);
    this.buckets = new Buckets(this);
  }

  /** How it was set up. */
  public ZoneSettings settings() {
    return settings;
  }

  /** Its names and ids. */
  public ZoneIdentity identity() {
    return identity;
  }

  /** Its time. */
  public ZoneClock clock() {
    return clock;
  }

  /** Changes of users and buckets. */
  public MetadataLog metadataLog() {
    return metadataLog;
  }

  /** Which bucket shards changed. */
  public DataLog dataLog() {
    return dataLog;
  }

  /** Locks of metadata log shards. */
  public LogLeases leases() {
    return leases;
  }

  /** Room for objects. */
  public Capacity capacity() {
    return capacity;
  }

  /** Where buckets and objects may be kept. */
  public Placements placements() {
    return placements;
  }

  /** Its users. */
  public Users users() {
    return users;
  }

  /** Its buckets. */
  public Buckets buckets() {
    return buckets;
  }

  /** A number for the version of an object's head. */
  long nextEpoch() {
    return epochs.incrementAndGet();
  }

  /** The middle part of bucket ids. */
  int instanceNumber() {
    return INSTANCE_NUMBER;
  }
}
