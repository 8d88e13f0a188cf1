package io.gyre.rgw;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.doctor.Period;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.metadata.ZoneFacts;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.http.SdkHttpMethod;

/** What a gateway says about its zone and its buckets as a whole. */
public final class RgwZone {
  private final GatewayClient gateway;

  /** The zone that this client talks to; its user has to be a system user. */
  public RgwZone(GatewayClient gateway) {
    this.gateway = gateway;
  }

  /** The zone behind the endpoint. Works without a realm too. */
  public CompletionStage<ZoneFacts> describe() {
    GatewayRequest config = GatewayRequest.get("/admin/config");
    return gateway
        .json(config.with("type", "zone"))
        .thenCombine(
            gateway.find(config.with("type", "zonegroup-map")),
            (zone, map) -> ZoneJson.facts(zone, map));
  }

  /** Whether the zone lets only system users write. */
  public CompletionStage<Boolean> readOnly() {
    GatewayRequest config = GatewayRequest.get("/admin/config");
    return gateway
        .json(config.with("type", "zone"))
        .thenCombine(gateway.find(config.with("type", "zonegroup-map")), ZoneJson::readOnly);
  }

  /** The zones of the current period; empty without a realm. */
  public CompletionStage<Optional<Period>> period() {
    return gateway
        .find(GatewayRequest.get("/admin/config").with("type", "zonegroup-map"))
        .thenApply(found -> found.map(ZoneJson::period));
  }

  /** The regions and zones of the realm, in the form of old; empty without a realm. */
  public CompletionStage<Optional<JsonNode>> regionMap() {
    return gateway.find(GatewayRequest.get("/admin/config"));
  }

  /** Where the logs of a bucket's index shards stand; empty when there is no such bucket. */
  public CompletionStage<Optional<BucketHeads>> bucketHeads(BucketName bucket) {
    return gateway
        .find(
            GatewayRequest.get("/admin/bucket")
                .with("bucket", bucket.toString())
                .with("stats", "true"))
        .thenApply(found -> found.map(stats -> ZoneJson.heads(bucket, stats)));
  }

  /**
   * Removes an empty bucket as S3 does; its instance stays until it is removed as metadata. One
   * that is not there counts as removed.
   *
   * @return false when the bucket is not empty
   */
  public CompletionStage<Boolean> removeBucket(BucketName bucket) {
    GatewayRequest request = GatewayRequest.of(SdkHttpMethod.DELETE, RgwChangeLog.s3Path(bucket));
    return GatewayClient.unlessGone(gateway.send(request))
        .handle(
            (removed, failure) -> {
              if (failure == null) {
                return true;
              }
              Throwable cause = GatewayException.unwrap(failure);
              if (cause instanceof GatewayException answer
                  && answer.failureClass() == FailureClass.INVALID
                  && answer.code().equals("BucketNotEmpty")) {
                return false;
              }
              throw new CompletionException(cause);
            });
  }
}
