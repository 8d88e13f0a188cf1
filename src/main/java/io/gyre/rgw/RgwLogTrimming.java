package io.gyre.rgw;

import io.gyre.failure.GatewayException;
import io.gyre.log.BucketShard;
import io.gyre.log.LogPosition.Marker;
import io.gyre.log.LogTrimming;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.http.SdkHttpMethod;

/** Trims a zone's logs, over its admin API. */
public final class RgwLogTrimming implements LogTrimming {
  private final GatewayClient gateway;

  /** The logs of the zone that this client talks to; its user has to be a system user. */
  public RgwLogTrimming(GatewayClient gateway) {
    this.gateway = gateway;
  }

  @Override
  public CompletionStage<Boolean> dataLog(int shard, Marker upTo) {
    return send(log("data").with("id", shard).with("marker", upTo.value()));
  }

  @Override
  public CompletionStage<Boolean> metadataLog(int shard, String period, Marker upTo) {
    return send(
        log("metadata").with("id", shard).with("period", period).with("marker", upTo.value()));
  }

  @Override
  public CompletionStage<Boolean> bucketIndex(BucketShard shard, Marker upTo) {
    return send(
        log("bucket-index")
            .with("bucket-instance", shard.toString())
            .with("end-marker", upTo.value()));
  }

  private CompletionStage<Boolean> send(GatewayRequest request) {
    return GatewayClient.unlessGone(gateway.send(request))
        .thenApply(trimmed -> true)
        .exceptionallyCompose(
            failure ->
                isNothingToTrim(GatewayException.unwrap(failure))
                    ? CompletableFuture.completedFuture(true)
                    : CompletableFuture.failedFuture(failure));
  }

  /** 16.2 answers so where all up to there has been trimmed before. */
  private static boolean isNothingToTrim(Throwable failure) {
    return failure instanceof GatewayException answer
        && answer.status() == 500
        && answer.code().equals("UnknownError");
  }

  private static GatewayRequest log(String type) {
    return GatewayRequest.of(SdkHttpMethod.DELETE, "/admin/log").with("type", type);
  }
}
