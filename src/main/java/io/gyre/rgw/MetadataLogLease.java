package io.gyre.rgw;

import io.gyre.failure.GatewayException;
import io.gyre.lease.Lease;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.http.SdkHttpMethod;

/**
 * A lease that a zone itself keeps: a lock of its metadata log. Two hosts that replicate to one
 * zone refuse each other by it.
 *
 * <p>The lock is one of the log of a period that does not exist and is named after the source, so
 * that routes from several sources do not meet, and nothing else does either. The gateway passes
 * the name on to RADOS as it is. To RADOS the holder is the gateway process together with our name:
 * a second gateway of the zone cannot renew what the first one took. So the gateway that gave the
 * lease is asked first, and then the others.
 */
public final class MetadataLogLease implements Lease {
  private static final int SHARD = 0;
  private static final String OURS = "gyre";

  private final List<GatewayClient> gateways;
  private final String period;
  private final String holder;
  private final Duration patience;
  private volatile int preferred;

  /**
   * A lease that is not held yet.
   *
   * @param gateways a client for each gateway of the zone, which no fence holds back
   * @param sourceZone id of the zone that is replicated to this one
   * @param holder who wants it; the same for every process of one state directory, and no other
   * @param patience how long one gateway is waited for
   */
  public MetadataLogLease(
      List<GatewayClient> gateways, String sourceZone, String holder, Duration patience) {
    this.gateways = List.copyOf(gateways);
    this.period = periodOf(sourceZone);
    this.holder = holder;
    this.patience = patience;
  }

  /** What prints who holds the lease and until when, on the destination's cluster. */
  public static String command(String sourceZone, String destinationZoneName) {
    return "rados -p "
        + destinationZoneName
        + ".rgw.log lock info meta.log."
        + periodOf(sourceZone)
        + "."
        + SHARD
        + " rgw_log_lock";
  }

  /**
   * Whether a gateway has what such a lease is a lock of. Asks only, of a log that nobody has: what
   * is not there has no entries, to a gateway that keeps metadata logs.
   */
  static CompletionStage<Boolean> offered(GatewayClient gateway) {
    return gateway
        .send(
            GatewayRequest.get("/admin/log")
                .with("type", "metadata")
                .with("id", SHARD)
                .with("period", periodOf("doctor"))
                .with("info"))
        .handle(
            (info, failure) -> {
              Throwable cause = failure == null ? null : GatewayException.unwrap(failure);
              if (cause == null) {
                return true;
              }
              if (cause instanceof GatewayException answer && hasNoLock(answer)) {
                return false;
              }
              throw new CompletionException(cause);
            });
  }

  private static String periodOf(String sourceZone) {
    return OURS + "-" + sourceZone;
  }

  @Override
  public CompletionStage<Answer> take(Duration length) {
    GatewayRequest request = request("lock").with("length", (int) length.toSeconds());
    return take(request, preferred, gateways.size());
  }

  /** Asks one gateway after the other until one says yes; a no counts more than no answer. */
  private CompletionStage<Answer> take(GatewayRequest request, int index, int left) {
    CompletionStage<Answer> asked = ask(gateways.get(index), request);
    return asked
        .handle(
            (answer, failure) -> {
              if (answer == Answer.HELD) {
                preferred = index;
              }
              if (answer == Answer.HELD || left == 1) {
                return asked;
              }
              CompletionStage<Answer> others =
                  take(request, (index + 1) % gateways.size(), left - 1);
              return answer == Answer.REFUSED
                  ? others.exceptionally(unanswered -> Answer.REFUSED)
                  : others;
            })
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Answer> ask(GatewayClient gateway, GatewayRequest request) {
    return gateway
        .send(request)
        .toCompletableFuture()
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .handle((taken, failure) -> failure == null ? Answer.HELD : answer(failure));
  }

  private static Answer answer(Throwable failure) {
    Throwable cause = GatewayException.unwrap(failure);
    if (cause instanceof GatewayException answer && answer.status() == 423) {
      return Answer.REFUSED;
    }
    if (cause instanceof GatewayException answer && hasNoLock(answer)) {
      return Answer.UNSUPPORTED;
    }
    throw new CompletionException(cause);
  }

  /** Only what the gateway itself says counts: not a proxy's page. */
  private static boolean hasNoLock(GatewayException answer) {
    return !answer.code().isEmpty()
        && (answer.status() == 400 || answer.status() == 404 || answer.status() == 405);
  }

  @Override
  public CompletionStage<Void> release() {
    CompletionStage<?> unlocked =
        GatewayClient.unlessGone(gateways.get(preferred).send(request("unlock")));
    return unlocked
        .toCompletableFuture()
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .thenAccept(released -> {});
  }

  private GatewayRequest request(String action) {
    return GatewayRequest.of(SdkHttpMethod.POST, "/admin/log")
        .with("type", "metadata")
        .with(action)
        .with("id", SHARD)
        .with("period", period)
        .with("zone-id", OURS)
        .with("locker-id", holder);
  }
}
