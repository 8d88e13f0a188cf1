package io.gyre.rgw;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.metadata.MetadataStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;
import software.amazon.awssdk.http.SdkHttpMethod;

/** The metadata of a zone, over {@code /admin/metadata}. */
public final class RgwMetadataStore implements MetadataStore {
  private final GatewayClient gateway;

  /** The metadata of the zone that this client talks to; its user has to be a system user. */
  public RgwMetadataStore(GatewayClient gateway) {
    this.gateway = gateway;
  }

  @Override
  public CompletionStage<Void> confirmZone() {
    return gateway.confirmZone();
  }

  @Override
  public CompletionStage<KeyPage> keys(String section, String marker, int max) {
    GatewayRequest first = GatewayRequest.get(path(section)).with("max-entries", max);
    return gateway
        .json(marker.isEmpty() ? first : first.with("marker", marker))
        .thenApply(RgwMetadataStore::keyPage);
  }

  private static KeyPage keyPage(JsonNode answer) {
    List<String> keys = new ArrayList<>();
    Json.array(answer, "keys").forEach(key -> keys.add(key.asText()));
    return new KeyPage(keys, Json.flag(answer, "truncated") ? Json.required(answer, "marker") : "");
  }

  @Override
  public CompletionStage<Optional<JsonNode>> get(String section, String key) {
    return gateway.find(GatewayRequest.get(path(section)).with("key", key));
  }

  @Override
  public CompletionStage<Void> put(String section, String key, JsonNode object) {
    return gateway
        .send(
            GatewayRequest.of(SdkHttpMethod.PUT, path(section))
                .with("key", key)
                .withBody(ByteString.fromArrayUnsafe(Json.write(object))))
        .thenAccept(applied -> {});
  }

  @Override
  public CompletionStage<Void> remove(String section, String key) {
    GatewayRequest request = GatewayRequest.of(SdkHttpMethod.DELETE, path(section));
    return GatewayClient.unlessGone(gateway.send(request.with("key", key)))
        .thenAccept(removed -> {});
  }

  @Override
  public CompletionStage<String> ourselves() {
    return gateway
        .json(GatewayRequest.get(path("user")).with("myself"))
        .thenApply(user -> Json.required(user.path("data"), "user_id"));
  }

  @Override
  public CompletionStage<Optional<String>> ownerOfAccessKey(String accessKey) {
    return gateway
        .find(GatewayRequest.get("/admin/user").with("access-key", accessKey))
        .thenApply(found -> found.map(RgwMetadataStore::uid))
        .exceptionally(RgwMetadataStore::nobody);
  }

  /** It shows the names of buckets without the tenant, which is the user's. */
  @Override
  public CompletionStage<Boolean> lists(String uid, BucketName bucket) {
    return gateway
        .find(GatewayRequest.get("/admin/bucket").with("uid", uid))
        .thenApply(found -> found.isPresent() && isAmong(bucket, found.get()));
  }

  private static boolean isAmong(BucketName bucket, JsonNode names) {
    for (JsonNode name : names) {
      if (name.asText().equals(bucket.name()) || name.asText().equals(bucket.toString())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public CompletionStage<Boolean> giveEmail(String uid, String email) {
    GatewayRequest modify = GatewayRequest.of(SdkHttpMethod.POST, "/admin/user").with("uid", uid);
    return gateway
        .send(modify.with("email", email))
        .thenApply(given -> true)
        .exceptionally(RgwMetadataStore::hasAnother);
  }

  private static boolean hasAnother(Throwable failure) {
    Throwable cause = GatewayException.unwrap(failure);
    if (cause instanceof GatewayException answer && answer.code().equals("EmailExists")) {
      return false;
    }
    throw new CompletionException(cause);
  }

  private static String uid(JsonNode user) {
    String tenant = Json.text(user, "tenant");
    String id = Json.required(user, "user_id");
    return tenant.isEmpty() ? id : tenant + "$" + id;
  }

  /**
   * 16.2 answers 403 AccessDenied, not 404, for an access key that nobody has. Should it mean what
   * it says, the write that follows is refused all the same.
   */
  private static Optional<String> nobody(Throwable failure) {
    Throwable cause = GatewayException.unwrap(failure);
    if (cause instanceof GatewayException answer && answer.code().equals("AccessDenied")) {
      return Optional.empty();
    }
    throw new CompletionException(cause);
  }

  private static String path(String section) {
    return "/admin/metadata" + GatewayRequest.segment(section);
  }
}
