package io.gyre.lease;

import io.gyre.failure.GatewayException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Whether a zone may be written to. While it is shut, nothing that writes is sent, and shutting it
 * breaks off the writes that are under way. One that was opened for a time shuts by itself when
 * that is over, as it is for a process that was frozen and has not heard anything yet. Safe for use
 * by several threads.
 */
public final class WriteFence {
  private static final String NOT_HELD = "LeaseNotHeld";

  private final Set<Consumer<Throwable>> underWay = ConcurrentHashMap.newKeySet();
  private final Clocks clocks;
  private volatile boolean open;
  private volatile Deadline deadline = Deadline.NEVER;

  private WriteFence(boolean open, Clocks clocks) {
    this.open = open;
    this.clocks = clocks;
  }

  /** A fence that lets everything pass. */
  public static WriteFence open() {
    return new WriteFence(true, Clocks.SYSTEM);
  }

  /** A fence that lets nothing pass until it is opened. */
  public static WriteFence shut() {
    return shut(Clocks.SYSTEM);
  }

  static WriteFence shut(Clocks clocks) {
    return new WriteFence(false, clocks);
  }

  /** Lets writes pass from now on. */
  public void admitWrites() {
    admitWrites(Deadline.NEVER);
  }

  /** Lets writes pass from now on until then. */
  void admitWrites(Deadline until) {
    deadline = until;
    open = true;
  }

  /** So long from now. */
  Deadline after(Duration time) {
    return Deadline.after(time, clocks);
  }

  /** Lets no more writes pass, and breaks off those under way. */
  public void stopWrites() {
    open = false;
    underWay.forEach(breakOff -> breakOff.accept(new Shut()));
  }

  /** Whether a write may be sent that ends by itself in a short time. */
  public boolean admits() {
    return open && !deadline.isOver(clocks);
  }

  /**
   * Whether a write may be sent.
   *
   * @param write the write, to know its end
   * @param breakOff is called with the reason should the fence be shut before that
   */
  public boolean admits(CompletionStage<?> write, Consumer<Throwable> breakOff) {
    // Noted before it is asked, or a fence shut in between would miss it.
    underWay.add(breakOff);
    write.whenComplete((done, failure) -> underWay.remove(breakOff));
    boolean admitted = admits();
    if (!admitted) {
      underWay.remove(breakOff);
    }
    return admitted;
  }

  /** What fails a write that was not sent. */
  public GatewayException refusal(String request) {
    return GatewayException.notSent(NOT_HELD, request + " was not sent: " + Shut.MESSAGE, null);
  }

  /** Whether a failure is such a refusal. */
  public static boolean isRefusal(Throwable failure) {
    return failure instanceof GatewayException known && known.code().equals(NOT_HELD);
  }

  private static final class Shut extends RuntimeException {
    private static final String MESSAGE = "the destination's lease is not held at the moment";

    Shut() {
      super(MESSAGE, null, false, false);
    }
  }
}
