package io.gyre.doctor;

import io.gyre.metadata.ZoneFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The commands that mend what {@code doctor} finds: shell lines, words behind {@code #}. */
public final class Remedies {
  static final String TRIM_NEVER = "ceph config set client.rgw rgw_sync_log_trim_interval 0";
  static final String APPLY_RULES = "radosgw-admin lc reshard fix";
  static final String COMMIT = "radosgw-admin period update --commit";

  private Remedies() {}

  /**
   * What makes a zone write its logs. The second zone is never deployed; that there is one is
   * enough. Its gateways would trim the logs every 20 minutes for want of a reader that they know,
   * hence the first line.
   */
  public static List<String> writeLogs(ZoneFacts zone) {
    List<String> lines = new ArrayList<>();
    lines.add(TRIM_NEVER);
    if (zone.realmId().isEmpty() || zone.zonegroupName().isEmpty()) {
      lines.addAll(makeRealm(zone.zoneName()));
    } else if (zone.zonesInPeriod() > 1) {
      // The flag was set by hand, or nothing was committed: this computes it anew.
      lines.add("radosgw-admin zonegroup modify --rgw-zonegroup=" + zone.zonegroupName());
    } else {
      lines.add(makePeer(zone.zonegroupName(), zone.zoneName()));
    }
    lines.add(COMMIT);
    lines.add(restart(End.SOURCE));
    return lines;
  }

  private static List<String> makeRealm(String zone) {
    String inRealm = " --rgw-realm=default --rgw-zonegroup=default";
    return List.of(
        "# it has no realm yet; its zonegroup is taken to be 'default' (radosgw-admin zonegroup list)",
        "radosgw-admin realm create --rgw-realm=default --default",
        "radosgw-admin zonegroup modify" + inRealm + " --master --default",
        "radosgw-admin zone modify" + inRealm + " --rgw-zone=" + zone + " --master --default",
        makePeer("default", zone));
  }

  private static String makePeer(String zonegroup, String zone) {
    return "radosgw-admin zone create --rgw-zonegroup="
        + zonegroup
        + " --rgw-zone="
        + zone
        + "-peer";
  }

  static List<String> writeMetadataLog() {
    return List.of("ceph config set client.rgw rgw_run_sync_thread true", restart(End.SOURCE));
  }

  static List<String> lookForMetadataLog() {
    return List.of(
        "radosgw-admin mdlog status   # on a host of the source: fails where there is none",
        "# if it has one: what does the gateway's log say of GET /admin/log?type=metadata, and does a"
            + " proxy keep it away?");
  }

  static List<String> lookForReaders(boolean trim) {
    String look =
        "radosgw-admin period get   # on a host of the source: zones with endpoints read its logs";
    return trim
        ? List.of(look, "# trim: false in the configuration until that is known")
        : List.of(look);
  }

  static List<String> lookForRules() {
    return List.of(
        "radosgw-admin lc list   # on a host of the source: which of its buckets have rules",
        APPLY_RULES + "   # on a host of the destination, after the first copy, if any has");
  }

  static List<String> letLeaseBeTaken() {
    return List.of(
        "ceph config get client.rgw rgw_enable_apis   # has to contain admin; no proxy may keep"
            + " /admin/log away",
        "# meanwhile: see to it yourself that one host only runs gyre sync for this route");
  }

  static List<String> trimNever() {
    return List.of(
        "ceph config get client.rgw rgw_sync_log_trim_interval   # 0 is right; 1200 is the default",
        TRIM_NEVER,
        restart(End.SOURCE));
  }

  static List<String> systemUser(String accessKey) {
    return List.of(
        "radosgw-admin user info --access-key=" + accessKey + "   # says its user_id",
        "radosgw-admin user modify --uid=USER_ID --system");
  }

  static List<String> newUser(End end) {
    return List.of(
        "radosgw-admin user create --uid=gyre --display-name=Gyre --system",
        "# its keys into " + end + ".access-key and " + end + ".secret-key");
  }

  static List<String> secretOf(End end, String accessKey) {
    return List.of(
        "radosgw-admin user info --access-key=" + accessKey + "   # shows its secret_key",
        "# that into " + end + ".secret-key");
  }

  static List<String> clock() {
    return List.of("timedatectl set-ntp true && timedatectl timesync-status");
  }

  static List<String> addPlacements(ZoneFacts destination, Set<String> missing) {
    String group = destination.zonegroupName().isEmpty() ? "default" : destination.zonegroupName();
    List<String> lines = new ArrayList<>();
    for (String placement : new TreeSet<>(missing)) {
      String[] parts = placement.split("/", 2);
      String target =
          " --placement-id=" + parts[0] + (parts.length > 1 ? " --storage-class=" + parts[1] : "");
      lines.add("radosgw-admin zonegroup placement add --rgw-zonegroup=" + group + target);
      lines.add(
          "radosgw-admin zone placement add --rgw-zone="
              + destination.zoneName()
              + target
              + pools(destination.zoneName(), parts));
    }
    if (!destination.realmId().isEmpty()) {
      lines.add(COMMIT);
    }
    lines.add(restart(End.DESTINATION));
    return lines;
  }

  private static String pools(String zone, String[] placement) {
    String prefix = " --data-pool=" + zone + ".rgw." + placement[0];
    return placement.length > 1
        ? prefix + "." + placement[1].toLowerCase(Locale.ROOT) + ".data"
        : prefix
            + ".data --index-pool="
            + zone
            + ".rgw."
            + placement[0]
            + ".index --data-extra-pool="
            + zone
            + ".rgw."
            + placement[0]
            + ".non-ec";
  }

  /** Settings and periods are read by a gateway when it starts. */
  static String restart(End end) {
    return "systemctl restart ceph-radosgw.target   # on each gateway host of the "
        + end
        + " (cephadm: ceph orch restart rgw.NAME)";
  }
}
