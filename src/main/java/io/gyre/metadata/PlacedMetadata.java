package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import io.gyre.map.Places;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * The destination's metadata, asked for by the source's names of buckets, and answering with them.
 */
public final class PlacedMetadata implements MetadataStore {
  private static final String ENTRY = "bucket";
  private static final String INSTANCE = "bucket.instance";

  private final MetadataStore there;
  private final Places places;

  private PlacedMetadata(MetadataStore there, Places places) {
    this.there = there;
    this.places = places;
  }

  /** The destination's metadata as it is to be asked for. */
  public static MetadataStore of(MetadataStore there, Places places) {
    return places.isSame() ? there : new PlacedMetadata(there, places);
  }

  @Override
  public CompletionStage<Void> confirmZone() {
    return there.confirmZone();
  }

  /** Of buckets only those whose name at the source can only be one, as far as the rules tell. */
  @Override
  public CompletionStage<KeyPage> keys(String section, String marker, int max) {
    CompletionStage<KeyPage> page = there.keys(section, marker, max);
    return section.equals(ENTRY)
        ? page.thenApply(
            found ->
                new KeyPage(found.keys().stream().flatMap(this::nameHere).toList(), found.marker()))
        : page;
  }

  private Stream<String> nameHere(String key) {
    return places.buckets().sourceOf(BucketName.parse(key)).map(BucketName::toString).stream();
  }

  @Override
  public CompletionStage<Optional<JsonNode>> get(String section, String key) {
    String why = bucketOf(section, key).map(places.buckets()::impossible).orElse("");
    if (!why.isEmpty()) {
      return CompletableFuture.failedFuture(
          new GatewayException(FailureClass.INVALID, section + " " + key + ": " + why, null));
    }
    return there
        .get(section, keyThere(section, key))
        .thenApply(found -> found.map(object -> named(section, bucketOf(section, key), object)));
  }

  @Override
  public CompletionStage<Void> put(String section, String key, JsonNode object) {
    Optional<BucketName> bucket = bucketOf(section, key).map(places::nameOf);
    return there.put(section, keyThere(section, key), named(section, bucket, object));
  }

  @Override
  public CompletionStage<Void> remove(String section, String key) {
    return there.remove(section, keyThere(section, key));
  }

  @Override
  public CompletionStage<String> ourselves() {
    return there.ourselves();
  }

  @Override
  public CompletionStage<Optional<String>> ownerOfAccessKey(String accessKey) {
    return there.ownerOfAccessKey(accessKey);
  }

  @Override
  public CompletionStage<Boolean> lists(String uid, BucketName bucket) {
    return there.lists(uid, places.nameOf(bucket));
  }

  @Override
  public CompletionStage<Boolean> giveEmail(String uid, String email) {
    return there.giveEmail(uid, email);
  }

  private static Optional<BucketName> bucketOf(String section, String key) {
    return switch (section) {
      case ENTRY -> Optional.of(BucketName.parse(key));
      case INSTANCE -> Optional.of(BucketInstance.parse(key).bucket());
      default -> Optional.empty();
    };
  }

  private String keyThere(String section, String key) {
    return bucketOf(section, key)
        .map(bucket -> places.nameOf(bucket) + key.substring(bucket.toString().length()))
        .orElse(key);
  }

  /** The same with this name of the bucket, wherever it is in the gateway's JSON. */
  private static JsonNode named(String section, Optional<BucketName> bucket, JsonNode object) {
    if (bucket.isEmpty()) {
      return object;
    }
    ObjectNode named = object.deepCopy();
    for (JsonNode each : bucketsIn(named.path("data"))) {
      if (each instanceof ObjectNode known) {
        known.put("name", bucket.get().name());
        known.put("tenant", bucket.get().tenant());
      }
    }
    if (named.has("key")) {
      String id = section.equals(INSTANCE) ? ":" + idOf(named.path("data")) : "";
      named.put("key", section + ":" + bucket.get() + id);
    }
    return named;
  }

  private static List<JsonNode> bucketsIn(JsonNode data) {
    return List.of(data.path("bucket"), data.path("bucket_info").path("bucket"));
  }

  private static String idOf(JsonNode data) {
    return data.path("bucket_info").path("bucket").path("bucket_id").asText();
  }
}
