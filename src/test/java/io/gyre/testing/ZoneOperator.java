package io.gyre.testing;

import java.util.List;

/** What an operator does to a zone that its gateway has no request for. */
public interface ZoneOperator {
  /** Gives a bucket with all that is in it to another user, {@code bucket chown}. */
  void giveAway(String bucket, String uid);

  /** Spreads a bucket's index over so many shards, which gives the bucket another id. */
  void reshard(String bucket, int shards);

  /**
   * Gives a bucket without tenant another name, {@code bucket link --bucket-new-name}. It keeps its
   * id.
   *
   * @param uid of the owner that it has then; its tenant is the bucket's
   */
  void rename(String bucket, String uid, String newName);

  /**
   * Gives the zone more places for objects.
   *
   * @param rules {@code target}, or {@code target/storage-class} of a target that is there
   */
  void addPlacements(List<String> rules);

  /** Takes them away; objects should not be left there. */
  void removePlacements(List<String> rules);

  /**
   * Whether the zone tells that it has a metadata log; one whose gateway never had a sync thread
   * does not.
   */
  void tellOfMetadataLog(boolean told);
}
