package io.gyre.app;

import io.gyre.checkpoint.CheckpointStore;
import io.gyre.copy.BucketVersioning;
import io.gyre.copy.KeyCopier;
import io.gyre.guard.DeleteGuard;
import io.gyre.lease.Lease;
import io.gyre.log.BucketListing;
import io.gyre.metadata.BucketSizes;
import io.gyre.metadata.DestinationBuckets;
import io.gyre.metadata.DestinationUsers;
import io.gyre.metadata.Patience;
import io.gyre.metadata.Preflight;
import io.gyre.metadata.ZoneFacts;
import io.gyre.ops.PoolGauge;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.stream.Materializer;

/** The end that is written to, of whatever kind: another zone, or any S3 store. */
interface Destination {
  /**
   * Who it is.
   *
   * @param id by which the state knows it again
   * @param name for people
   */
  record Identity(String id, String name) {}

  /**
   * What a route needs of it.
   *
   * @param keys brings keys over
   * @param listing lists its buckets, versions by the source's ids
   * @param settle leaves everything in the state that it is to have in the end
   */
  record Parts(
      KeyCopier keys,
      DestinationUsers users,
      DestinationBuckets buckets,
      BucketVersioning versioning,
      BucketListing listing,
      Supplier<CompletionStage<Void>> settle) {}

  /**
   * Asks it who it is, waiting for it; fails with {@link RouteRefused} when it cannot be written
   * to.
   */
  CompletionStage<Identity> identify(Ends ends);

  /**
   * The route begins; nothing else is asked of it before.
   *
   * @throws RouteRefused when this source cannot be replicated to it
   */
  void begin(ZoneFacts source);

  /**
   * The lease that it keeps for the route.
   *
   * @param holder who wants it
   * @param patience how long one answer is waited for
   */
  Lease lease(ZoneFacts source, String holder, Duration patience);

  /** Why it keeps none, and what can be done about it. */
  String withoutLease();

  /** How to find out who holds it. */
  String leaseHolder(ZoneFacts source);

  /** Fails with {@link RouteRefused} when it is not set up as the configuration needs it. */
  CompletionStage<Void> check();

  /** What finds out what a first copy will bring. */
  Preflight preflight(SourceClients source, Materializer materializer);

  /** Succeeds when it answers. */
  CompletionStage<?> answers();

  /** What is open and under way to it. */
  PoolGauge pool();

  /** How much is in its buckets; fails where it cannot tell. */
  BucketSizes sizes();

  /** What a route needs of it; to be called once. */
  Parts parts(
      SourceClients source,
      CheckpointStore checkpoints,
      DeleteGuard deletes,
      Patience patience,
      CopyLosses losses,
      Executor executor);
}
