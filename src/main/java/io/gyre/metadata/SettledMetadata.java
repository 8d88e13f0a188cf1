package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.log.BucketName;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A zone's metadata, whose writes fail only {@link Patience#settled once they have settled}. */
record SettledMetadata(MetadataStore zone, Patience patience) implements MetadataStore {
  @Override
  public CompletionStage<Void> confirmZone() {
    return zone.confirmZone();
  }

  @Override
  public CompletionStage<KeyPage> keys(String section, String marker, int max) {
    return zone.keys(section, marker, max);
  }

  @Override
  public CompletionStage<Optional<JsonNode>> get(String section, String key) {
    return zone.get(section, key);
  }

  @Override
  public CompletionStage<Void> put(String section, String key, JsonNode object) {
    return patience.settled(section + " " + key, zone.put(section, key, object));
  }

  @Override
  public CompletionStage<Void> remove(String section, String key) {
    return patience.settled(section + " " + key, zone.remove(section, key));
  }

  @Override
  public CompletionStage<String> ourselves() {
    return zone.ourselves();
  }

  @Override
  public CompletionStage<Optional<String>> ownerOfAccessKey(String accessKey) {
    return zone.ownerOfAccessKey(accessKey);
  }

  @Override
  public CompletionStage<Boolean> lists(String uid, BucketName bucket) {
    return zone.lists(uid, bucket);
  }

  @Override
  public CompletionStage<Boolean> giveEmail(String uid, String email) {
    return patience.settled("user " + uid, zone.giveEmail(uid, email));
  }
}
