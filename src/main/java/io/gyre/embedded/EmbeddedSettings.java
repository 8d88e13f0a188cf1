package io.gyre.embedded;

import io.gyre.embedded.faults.Faults;
import io.gyre.embedded.model.AccessKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * How an embedded zone is set up. Start from {@link #named} and change what matters.
 *
 * @param name the zone's name, for example {@code master-1}
 * @param address where it listens
 * @param key the keys of the system user {@code tester}
 * @param shards how many shards its logs and new buckets have
 * @param dataLogWindow how long further changes of a bucket shard stay unannounced; 0 announces
 *     each
 * @param room how many bytes of objects it may hold
 * @param clock the zone's time
 * @param faults what it does wrong
 * @param peer the gateway of another zone, which is told of every change soon after it
 * @param requests file that gets a line for each request
 */
public record EmbeddedSettings(
    String name,
    Address address,
    AccessKey key,
    Shards shards,
    Duration dataLogWindow,
    Room room,
    Clock clock,
    Faults faults,
    Optional<URI> peer,
    Optional<Path> requests) {
  /** The system user. */
  public static final String SYSTEM_USER = "tester";

  /** The keys that vstart.sh and the radosgw-agent's documentation use. */
  public static final AccessKey DEFAULT_KEY =
      new AccessKey(
          "0555b35654ad1656d804", "h7GhxuBLTrlhVUyxSPUKUV8r/2EI4ngqJxD7iBdBYLhwluN30JaT3Q==");

  /** Where to listen; port 0 takes a free one. */
  public record Address(String host, int port) {
    /** A free port on loopback. */
    public static final Address FREE = new Address("127.0.0.1", 0);

    /** Checks the port. */
    public Address {
      require(port >= 0 && port <= 65_535, "port", port);
    }
  }

  /** Shards of a new bucket's index, of the data log, of the metadata log; 1 to 1999 each. */
  public record Shards(int index, int dataLog, int metadataLog) {
    /** Ceph's defaults. */
    public static final Shards DEFAULT = new Shards(11, 128, 64);

    private static final int MAX = 1999;

    /** Checks the ranges. */
    public Shards {
      require(index >= 1 && index <= MAX, "index shards", index);
      require(dataLog >= 1 && dataLog <= MAX, "data log shards", dataLog);
      require(metadataLog >= 1 && metadataLog <= MAX, "metadata log shards", metadataLog);
    }
  }

  /** Bytes of objects in memory, and in files of a directory once memory is full. */
  public record Room(long memory, long disk, Optional<Path> directory) {
    /** Checks the limits. */
    public Room {
      require(memory >= 0, "bytes in memory", memory);
      require(disk >= 0, "bytes in files", disk);
    }

    /** Memory only. */
    public static Room inMemory(long bytes) {
      return new Room(bytes, 0, Optional.empty());
    }
  }

  /** Checks the rest. */
  public EmbeddedSettings {
    require(!name.isBlank(), "name", name);
    require(!dataLogWindow.isNegative(), "data log window", dataLogWindow);
  }

  /**
   * A zone of this name on a free loopback port, with Ceph's defaults and half the heap for
   * objects.
   */
  public static EmbeddedSettings named(String name) {
    return new EmbeddedSettings(
        name,
        Address.FREE,
        DEFAULT_KEY,
        Shards.DEFAULT,
        Duration.ofSeconds(30),
        Room.inMemory(Runtime.getRuntime().maxMemory() / 2),
        Clock.systemUTC(),
        new Faults(0),
        Optional.empty(),
        Optional.empty());
  }

  /** The same at another address. */
  public EmbeddedSettings at(Address other) {
    return new EmbeddedSettings(
        name, other, key, shards, dataLogWindow, room, clock, faults, peer, requests);
  }

  /** The same with other keys. */
  public EmbeddedSettings with(AccessKey other) {
    return new EmbeddedSettings(
        name, address, other, shards, dataLogWindow, room, clock, faults, peer, requests);
  }

  /** The same with other numbers of shards. */
  public EmbeddedSettings with(Shards other) {
    return new EmbeddedSettings(
        name, address, key, other, dataLogWindow, room, clock, faults, peer, requests);
  }

  /** The same with another data log window. */
  public EmbeddedSettings withWindow(Duration other) {
    return new EmbeddedSettings(
        name, address, key, shards, other, room, clock, faults, peer, requests);
  }

  /** The same with more or less room. */
  public EmbeddedSettings with(Room other) {
    return new EmbeddedSettings(
        name, address, key, shards, dataLogWindow, other, clock, faults, peer, requests);
  }

  /** The same with another clock. */
  public EmbeddedSettings with(Clock other) {
    return new EmbeddedSettings(
        name, address, key, shards, dataLogWindow, room, other, faults, peer, requests);
  }

  /** The same with faults. */
  public EmbeddedSettings with(Faults other) {
    return new EmbeddedSettings(
        name, address, key, shards, dataLogWindow, room, clock, other, peer, requests);
  }

  /** The same with a peer. */
  public EmbeddedSettings withPeer(URI other) {
    return new EmbeddedSettings(
        name,
        address,
        key,
        shards,
        dataLogWindow,
        room,
        clock,
        faults,
        Optional.of(other),
        requests);
  }

  /** The same with a log of requests. */
  public EmbeddedSettings withRequestLog(Path file) {
    return new EmbeddedSettings(
        name, address, key, shards, dataLogWindow, room, clock, faults, peer, Optional.of(file));
  }

  private static void require(boolean valid, String field, Object value) {
    if (!valid) {
      throw new IllegalArgumentException(field + " of an embedded zone out of range: " + value);
    }
  }
}
