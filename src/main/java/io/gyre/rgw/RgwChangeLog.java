package io.gyre.rgw;

import io.gyre.failure.GatewayException;
import io.gyre.log.BucketIndexEntry;
import io.gyre.log.BucketIndexState;
import io.gyre.log.BucketListing;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.ChangeLog;
import io.gyre.log.DataLogEntry;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.log.LogPage;
import io.gyre.log.LogPosition;
import io.gyre.log.MetadataLogEntry;
import io.gyre.log.MetadataLogState;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The logs and index listings of a zone, over its admin API and its S3 extensions. */
public final class RgwChangeLog implements ChangeLog {
  private static final String LOG = "/admin/log";

  private final GatewayClient gateway;
  private final BucketListing listing;

  /** The logs of the zone that this client talks to; its user has to be a system user. */
  public RgwChangeLog(GatewayClient gateway) {
    this.gateway = gateway;
    this.listing = new RgwBucketListing(gateway, "");
  }

  @Override
  public CompletionStage<Void> confirmZone() {
    return gateway.confirmZone();
  }

  @Override
  public CompletionStage<Integer> dataLogShards() {
    return gateway.json(log("data")).thenApply(info -> info.path("num_objects").asInt());
  }

  @Override
  public CompletionStage<LogPosition> dataLogHead(int shard) {
    return gateway.json(log("data").with("id", shard).with("info")).thenApply(LogJson::head);
  }

  @Override
  public CompletionStage<LogPage<DataLogEntry>> readDataLog(int shard, LogPosition after, int max) {
    GatewayRequest request = log("data").with("id", shard).with("extra-info", "true");
    return gateway
        .json(page(request, after, max))
        .thenApply(answer -> LogJson.dataLog(answer, after));
  }

  /**
   * Where there is no log, 16.2 writes a document behind its 404, which would be taken for the
   * answer to the next request on that connection.
   */
  @Override
  public CompletionStage<Optional<MetadataLogState>> metadataLog() {
    return gateway
        .find(log("metadata").asLast())
        .thenCombine(gateway.find(GatewayRequest.get("/admin/realm/period")), LogJson::metadataLog)
        .exceptionally(RgwChangeLog::noMetadataLog);
  }

  /** Without a realm there is no period, and the gateway answers 400 instead of 404. */
  private static Optional<MetadataLogState> noMetadataLog(Throwable failure) {
    Throwable cause = GatewayException.unwrap(failure);
    if (cause instanceof GatewayException answer && answer.status() == 400) {
      return Optional.empty();
    }
    throw new CompletionException(cause);
  }

  @Override
  public CompletionStage<LogPosition> metadataLogHead(int shard, String period) {
    GatewayRequest request = log("metadata").with("id", shard).with("period", period);
    return gateway.json(request.with("info")).thenApply(LogJson::head);
  }

  @Override
  public CompletionStage<LogPage<MetadataLogEntry>> readMetadataLog(
      int shard, String period, LogPosition after, int max) {
    GatewayRequest request = log("metadata").with("id", shard).with("period", period);
    return gateway
        .json(page(request, after, max))
        .thenApply(answer -> LogJson.metadataLog(answer, after));
  }

  @Override
  public CompletionStage<Optional<BucketIndexState>> bucketIndexState(BucketShard shard) {
    return gateway
        .find(bucketIndex(shard).with("info"))
        .thenApply(found -> found.map(LogJson::bucketIndexState));
  }

  @Override
  public CompletionStage<Optional<LogPage<BucketIndexEntry>>> readBucketIndex(
      BucketShard shard, LogPosition after, int max) {
    return gateway
        .find(page(bucketIndex(shard), after, max))
        .thenApply(found -> found.map(answer -> LogJson.bucketIndex(answer, after, max)));
  }

  @Override
  public CompletionStage<Optional<ListingPage>> list(
      BucketShard shard, ListingPosition after, int max) {
    return listing.list(shard, after, max);
  }

  /** S3 calls name the bucket of a tenant {@code tenant:bucket}. */
  static String s3Path(BucketName bucket) {
    return GatewayRequest.segment(
        bucket.tenant().isEmpty() ? bucket.name() : bucket.tenant() + ":" + bucket.name());
  }

  private static GatewayRequest bucketIndex(BucketShard shard) {
    return log("bucket-index").with("bucket-instance", shard.toString());
  }

  private static GatewayRequest log(String type) {
    return GatewayRequest.get(LOG).with("type", type);
  }

  /** From the beginning is no marker at all: an empty or blank one is refused by some releases. */
  private static GatewayRequest page(GatewayRequest request, LogPosition after, int max) {
    GatewayRequest limited = request.with("max-entries", max);
    return after instanceof LogPosition.Marker marker
        ? limited.with("marker", marker.value())
        : limited;
  }
}
