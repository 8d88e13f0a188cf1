package io.gyre.zones;

import io.gyre.embedded.model.Bucket;
import io.gyre.embedded.model.PlacementRule;
import io.gyre.embedded.model.User;
import io.gyre.embedded.model.Zone;
import io.gyre.testing.ZoneOperator;
import java.util.List;

/** What is done behind an embedded gateway's API. */
public final class EmbeddedOperator implements ZoneOperator {
  private final Zone zone;

  /** Of this zone. */
  public EmbeddedOperator(Zone zone) {
    this.zone = zone;
  }

  @Override
  public void giveAway(String bucket, String uid) {
    zone.buckets().giveAway(find(bucket), user(uid));
  }

  @Override
  public void reshard(String bucket, int shards) {
    zone.buckets().reshard(find(bucket), shards);
  }

  @Override
  public void rename(String bucket, String uid, String newName) {
    zone.buckets().rename(find(bucket), user(uid), newName);
  }

  @Override
  public void addPlacements(List<String> rules) {
    rules.forEach(rule -> zone.placements().add(PlacementRule.parse(rule)));
  }

  @Override
  public void removePlacements(List<String> rules) {
    rules.forEach(rule -> zone.placements().remove(PlacementRule.parse(rule)));
  }

  @Override
  public void tellOfMetadataLog(boolean told) {
    zone.metadataLog().tell(told);
  }

  private User user(String uid) {
    return zone.users().find(uid).orElseThrow();
  }

  private Bucket find(String bucket) {
    return zone.buckets().find(bucket).orElseThrow();
  }
}
