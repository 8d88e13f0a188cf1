package io.gyre.copy;

/**
 * So much a second, and a little at once. What is taken beyond what there is becomes a debt, which
 * time pays off; who takes is told how long that will be. Safe for many threads.
 */
public final class TokenBucket {
  private static final double NANOS = 1e9;

  private final double perNano;
  private final double burst;
  private double tokens;
  private long updated;

  /**
   * A full one.
   *
   * @param perSecond more than 0
   * @param burst how much may be taken at once after a time in which nothing was
   * @param nanoTime of now, by a clock that never goes back
   */
  public TokenBucket(double perSecond, double burst, long nanoTime) {
    if (perSecond <= 0) {
      throw new IllegalArgumentException("not a rate: " + perSecond);
    }
    this.perNano = perSecond / NANOS;
    this.burst = burst;
    this.tokens = burst;
    this.updated = nanoTime;
  }

  /** Takes; gives after how many nanoseconds the debt is paid off, 0 when there is none. */
  public synchronized long take(long amount, long nanoTime) {
    refill(nanoTime);
    tokens -= amount;
    return debt(0);
  }

  /** After how many nanoseconds so much can be taken without a debt; takes nothing. */
  public synchronized long until(long amount, long nanoTime) {
    refill(nanoTime);
    return debt((double) amount);
  }

  private long debt(double amount) {
    return tokens >= amount ? 0 : (long) Math.ceil((amount - tokens) / perNano);
  }

  private void refill(long nanoTime) {
    tokens = Math.min(burst, tokens + (nanoTime - updated) * perNano);
    updated = nanoTime;
  }
}
