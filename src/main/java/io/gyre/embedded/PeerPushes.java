package io.gyre.embedded;

import io.gyre.embedded.auth.SigV2Signer;
import io.gyre.embedded.model.AccessKey;
import io.gyre.embedded.model.Zone;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a peer of changes soon after they happen, as a gateway tells the other zones of its
 * zonegroup: {@code POST /admin/log?type=data&notify} and {@code ?type=metadata&notify}. They are
 * hints: what the peer does not take is not said again.
 */
final class PeerPushes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeerPushes.class);

  /** Ceph's {@code rgw_data_notify_interval_msec}. */
  private static final Duration INTERVAL = Duration.ofMillis(200);

  private final URI peer;
  private final AccessKey key;
  private final Zone zone;
  private final ActorSystem system;
  private final PendingPushes pending = new PendingPushes();
  private final AtomicBoolean underWay = new AtomicBoolean();
  private final Cancellable ticks;

  PeerPushes(URI peer, AccessKey key, Zone zone, ActorSystem system) {
    this.peer = peer;
    this.key = key;
    this.zone = zone;
    this.system = system;
    zone.dataLog().listen(pending::data);
    zone.metadataLog().listen(pending::metadata);
    this.ticks =
        system
            .scheduler()
            .scheduleWithFixedDelay(INTERVAL, INTERVAL, this::tick, system.dispatcher());
  }

  /** One at a time: what changes meanwhile goes with the next. */
  private void tick() {
    if (underWay.compareAndSet(false, true)) {
      CompletionStage<Void> begun = CompletableFuture.completedFuture(null);
      begun.thenCompose(now -> push()).whenComplete((done, failure) -> underWay.set(false));
    }
  }

  private CompletionStage<Void> push() {
    String source = "&source-zone=" + zone.identity().id();
    String group = "&rgwx-zonegroup=" + zone.identity().zonegroupId();
    CompletableFuture<?>[] posts =
        Stream.concat(
                pending
                    .takeData()
                    .map(body -> post("type=data&notify" + source + group, body))
                    .stream(),
                pending
                    .takeMetadata()
                    .map(body -> post("type=metadata&notify" + group, body))
                    .stream())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(posts);
  }

  private CompletableFuture<Void> post(String query, String body) {
    HttpRequest request =
        HttpRequest.POST(peer + "/admin/log?" + query)
            .withEntity(ContentTypes.APPLICATION_JSON, body);
    String date = SigV2Signer.date(zone.clock().now());
    String signature =
        SigV2Signer.authorization(key, "POST", "application/json", date, "/admin/log");
    return Http.get(system)
        .singleRequest(
            request
                .addHeader(RawHeader.create("x-amz-date", date))
                .addHeader(RawHeader.create("Authorization", signature)))
        .thenCompose(this::drained)
        .exceptionally(this::lost)
        .toCompletableFuture();
  }

  private CompletionStage<Void> drained(HttpResponse answer) {
    return answer
        .discardEntityBytes(system)
        .completionStage()
        .thenApply(
            done -> {
              if (answer.status().isFailure()) {
                LOG.debug("the peer {} answered {} to a push", peer, answer.status());
              }
              return null;
            });
  }

  private Void lost(Throwable failure) {
    LOG.debug("a push to the peer {} got lost", peer, failure);
    return null;
  }

  @Override
  public void close() {
    ticks.cancel();
  }
}
