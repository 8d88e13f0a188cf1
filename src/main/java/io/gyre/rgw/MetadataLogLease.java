package io.gyre.rgw;

import io.gyre.failure.GatewayException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.http.SdkHttpMethod;

/**
 * A lease that a zone itself keeps: the lock of its first metadata log shard. Two hosts that
 * replicate to one zone refuse each other by it. It says nothing about the log's content.
 */
public final class MetadataLogLease {
  private static final int SHARD = 0;

  private final GatewayClient gateway;
  private final String purpose;
  private final String holder;

  /**
   * A lease that is not held yet.
   *
   * @param purpose what is leased; everybody who may collide gives the same
   * @param holder who wants it; unique to this process
   */
  public MetadataLogLease(GatewayClient gateway, String purpose, String holder) {
    this.gateway = gateway;
    this.purpose = purpose;
    this.holder = holder;
  }

  /**
   * Takes the lease, or renews it.
   *
   * @param length how long it holds from now on, in whole seconds
   * @return false when somebody else holds it
   */
  public CompletionStage<Boolean> take(Duration length) {
    GatewayRequest request = request("lock").with("length", (int) length.toSeconds());
    return gateway
        .send(request)
        .handle(
            (taken, failure) -> {
              if (failure == null) {
                return true;
              }
              Throwable cause = GatewayException.unwrap(failure);
              if (cause instanceof GatewayException answer && answer.status() == 423) {
                return false;
              }
              throw new CompletionException(cause);
            });
  }

  /** Gives the lease back; one that is not held is fine. */
  public CompletionStage<Void> release() {
    return GatewayClient.unlessGone(gateway.send(request("unlock"))).thenAccept(released -> {});
  }

  private GatewayRequest request(String action) {
    return GatewayRequest.of(SdkHttpMethod.POST, "/admin/log")
        .with("type", "metadata")
        .with(action)
        .with("id", SHARD)
        .with("zone-id", purpose)
        .with("locker-id", holder);
  }
}
