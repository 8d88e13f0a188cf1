package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import io.gyre.log.Versioning;
import io.gyre.map.Places;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * A bucket as the source has it.
 *
 * @param entry the entry point
 * @param info the bucket instance
 * @param settings whether what its owner has set is brought over, beyond what its objects need
 */
public record SourceBucket(BucketName name, JsonNode entry, JsonNode info, boolean settings) {
  private static final int VERSIONED = 0x2;
  private static final int SUSPENDED = 0x4;
  private static final int OBJECT_LOCK = 0x20;

  /** One of which everything is brought over. */
  public SourceBucket(BucketName name, JsonNode entry, JsonNode info) {
    this(name, entry, info, true);
  }

  BucketInstance instance() {
    return new BucketInstance(name, idOf(entry));
  }

  /** The id that it began with, for life. */
  public String marker() {
    return markerOf(entry);
  }

  /** Uid of its owner. */
  public String owner() {
    return ownerOf(entry);
  }

  int shards() {
    return info.path("data").path("bucket_info").path("num_shards").asInt();
  }

  /** Its versioning state. */
  public Versioning versioning() {
    return versioningOf(info);
  }

  /** The state that an instance's flags tell. */
  static Versioning versioningOf(JsonNode instance) {
    if (!hasFlag(instance, VERSIONED)) {
      return Versioning.NEVER;
    }
    return hasFlag(instance, SUSPENDED) ? Versioning.SUSPENDED : Versioning.ENABLED;
  }

  /** Whether it has object lock. */
  public boolean objectLock() {
    return objectLockOf(info);
  }

  /** Whether an instance's flags tell of object lock. */
  static boolean objectLockOf(JsonNode instance) {
    return hasFlag(instance, OBJECT_LOCK);
  }

  private static boolean hasFlag(JsonNode instance, int flag) {
    return (instance.path("data").path("bucket_info").path("flags").asInt() & flag) != 0;
  }

  /**
   * The id that its copy gets. Not the source's alone: a bucket that is renamed, or moved to
   * another tenant, keeps id and marker, and two buckets of one id share their objects at the
   * destination, so that the removal of the old name would empty the new one. Nor do two copies of
   * it that have other names there, as it gets when these are mapped otherwise.
   */
  public String copyId(Places places) {
    return copyId(name, entry, places);
  }

  private static String copyId(BucketName name, JsonNode entry, Places places) {
    BucketName there = places.nameOf(name);
    String names = there.equals(name) ? name.toString() : name + " -> " + there;
    CRC32 hash = new CRC32();
    hash.update(names.getBytes(StandardCharsets.UTF_8));
    return markerOf(entry) + "-" + HexFormat.of().toHexDigits(hash.getValue(), 8);
  }

  /**
   * Whether a bucket of the destination is a copy of one of the source: with an id that is made of
   * the source's it can only have been made by us, with a state that has been lost since. Earlier
   * versions gave copies the source's own id.
   *
   * @param entry the source's entry point
   * @param there the destination's bucket in its place
   */
  static boolean isCopy(BucketName name, JsonNode entry, DestinationBucket there, Places places) {
    return there.is(copyId(name, entry, places))
        || there.is(markerOf(entry))
        || there.is(idOf(entry));
  }

  static String idOf(JsonNode entry) {
    return entry.path("data").path("bucket").path("bucket_id").asText();
  }

  static String ownerOf(JsonNode entry) {
    return entry.path("data").path("owner").asText();
  }

  static String markerOf(JsonNode entry) {
    return entry.path("data").path("bucket").path("marker").asText();
  }
}
