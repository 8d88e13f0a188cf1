package io.gyre.route;

import java.time.Instant;
import org.apache.pekko.actor.typed.ActorRef;

/** A bucket shard at work, as its {@link DataShardActor} keeps it. */
final class ActiveWorker {
  final ActorRef<BucketWorker.Command> worker;
  final Instant started;
  boolean full;
  boolean givingWay;
  boolean cleaning;

  /** How many announcements its worker has been sent. */
  long changes;

  ActiveWorker(ActorRef<BucketWorker.Command> worker, Instant started, boolean full) {
    this.worker = worker;
    this.started = started;
    this.full = full;
  }
}
