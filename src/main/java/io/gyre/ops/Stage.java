package io.gyre.ops;

/** What a process is about. */
public enum Stage {
  /** Asks both ends who they are; again and again while one cannot be reached. */
  ASKING("the source and the destination are asked who they are"),
  /** Opens what is known of the route. */
  OPENING("the state directory is being opened"),
  /** Waits until the destination keeps the route for it. */
  WAITING_FOR_LEASE("the destination's lease on this route is not held yet"),
  /** Records the heads of the source's logs. */
  STARTING("the heads of the source's logs are being recorded"),
  /** Replicates. */
  RUNNING(""),
  /** Finishes what is under way. */
  STOPPING("it was told to stop");

  private final String notReady;

  Stage(String notReady) {
    this.notReady = notReady;
  }

  /** Why nothing is replicated; empty when it is. */
  String notReady() {
    return notReady;
  }
}
