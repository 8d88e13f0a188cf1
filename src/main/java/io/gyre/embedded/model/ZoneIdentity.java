package io.gyre.embedded.model;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * Who the zone is. Ids are derived from the names, so that the same names give the same zone again.
 * {@code peer} is the second zone of the zonegroup, an entry without which a gateway writes no
 * logs.
 */
public record ZoneIdentity(
    String name,
    String id,
    String zonegroup,
    String zonegroupId,
    String realm,
    String realmId,
    String period,
    String firstPeriod,
    String peerId) {

  /** A zone of this name in a zonegroup and a realm of its own. */
  public static ZoneIdentity named(String name) {
    String zonegroup = name.contains("-") ? name.substring(0, name.lastIndexOf('-')) : name;
    return new ZoneIdentity(
        name,
        id("zone", name),
        zonegroup,
        id("zonegroup", name),
        zonegroup,
        id("realm", name),
        id("period", name),
        id("first period", name),
        id("peer", name));
  }

  /** The number that stands for a zone in object headers. */
  public static long shortId(String zoneId) {
    CRC32 crc = new CRC32();
    crc.update(zoneId.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }

  private static String id(String kind, String name) {
    return UUID.nameUUIDFromBytes((kind + ":" + name).getBytes(StandardCharsets.UTF_8)).toString();
  }
}
