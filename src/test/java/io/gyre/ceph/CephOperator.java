package io.gyre.ceph;

import io.gyre.testing.TestZone;
import io.gyre.testing.ZoneOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is done with {@code radosgw-admin}. What a gateway reads at its start only, restarts it. */
final class CephOperator implements ZoneOperator {
  private final CephPair ceph;
  private final TestZone zone;

  CephOperator(CephPair ceph, TestZone zone) {
    this.ceph = ceph;
    this.zone = zone;
  }

  @Override
  public void giveAway(String bucket, String uid) {
    ceph.admin(zone, "bucket", "chown", "--bucket=" + bucket, "--uid=" + uid);
  }

  @Override
  public void reshard(String bucket, int shards) {
    ceph.admin(
        zone,
        "bucket",
        "reshard",
        "--bucket=" + bucket,
        "--num-shards=" + shards,
        "--yes-i-really-mean-it");
  }

  @Override
  public void rename(String bucket, String uid, String newName) {
    ceph.admin(
        zone,
        "bucket",
        "link",
        "--bucket=" + (uid.contains("$") ? "/" : "") + bucket, // the slash: of no tenant
        "--uid=" + uid,
        "--bucket-new-name=" + newName);
  }

  @Override
  public void addPlacements(List<String> rules) {
    for (String rule : rules) {
      String pool = zone.name() + ".rgw." + rule.replace('/', '.').toLowerCase(Locale.ROOT);
      placement("zonegroup", "add", rule, List.of("--rgw-zonegroup=" + zone.region()));
      List<String> pools =
          rule.contains("/")
              ? List.of("--data-pool=" + pool)
              : List.of(
                  "--data-pool=" + pool,
                  "--index-pool=" + pool + ".index",
                  "--data-extra-pool=" + pool + ".extra");
      List<String> ofZone = new ArrayList<>(pools);
      ofZone.add("--rgw-zone=" + zone.name());
      placement("zone", "add", rule, ofZone);
    }
    commit();
  }

  @Override
  public void removePlacements(List<String> rules) {
    for (String rule : rules) {
      placement("zone", "rm", rule, List.of("--rgw-zone=" + zone.name()));
      placement("zonegroup", "rm", rule, List.of("--rgw-zonegroup=" + zone.region()));
    }
    commit();
  }

  private void placement(String of, String action, String rule, List<String> options) {
    String[] parts = rule.split("/", -1);
    List<String> arguments = new ArrayList<>(List.of(of, "placement", action));
    arguments.add("--placement-id=" + parts[0]);
    if (parts.length > 1) {
      arguments.add("--storage-class=" + parts[1]);
    }
    arguments.addAll(options);
    ceph.admin(zone, arguments.toArray(String[]::new));
  }

  private void commit() {
    ceph.admin(zone, "period", "update", "--commit");
    ceph.stopGateway(zone);
    ceph.startGateway(zone);
  }

  @Override
  public void tellOfMetadataLog(boolean told) {
    ceph.stopGateway(zone);
    if (told) {
      ceph.startGateway(zone);
    } else {
      ceph.rados(zone, "--pool=" + zone.name() + ".rgw.log", "rm", "meta.history");
      ceph.startGateway(zone, "rgw run sync thread = false");
    }
  }
}
