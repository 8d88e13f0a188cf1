package io.gyre.embedded.model;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of objects the zone may hold, in memory and in files. */
public final class Capacity {
  private final long maxMemory;
  private final long maxDisk;
  private final AtomicLong memory = new AtomicLong();
  private final AtomicLong disk = new AtomicLong();

  /** Limits in bytes; 0 on disk means that nothing is ever spilled. */
  public Capacity(long maxMemory, long maxDisk) {
    this.maxMemory = maxMemory;
    this.maxDisk = maxDisk;
  }

  /** Claims memory; false if there is not enough left. */
  public boolean claimMemory(long bytes) {
    return claim(memory, bytes, maxMemory);
  }

  /** Claims room in files; false if there is not enough left. */
  public boolean claimDisk(long bytes) {
    return claim(disk, bytes, maxDisk);
  }

  /**
   * Claims for a body that shares its segments with another: it is counted as if it had its own.
   */
  public boolean claim(Body body) {
    if (!claimMemory(body.inMemory())) {
      return false;
    }
    if (claimDisk(body.size() - body.inMemory())) {
      return true;
    }
    memory.addAndGet(-body.inMemory());
    return false;
  }

  /** Gives back what a body that is no longer kept had claimed. */
  public void release(Body body) {
    memory.addAndGet(-body.inMemory());
    disk.addAndGet(body.inMemory() - body.size());
  }

  /** Gives memory back that was claimed for bytes which never became a body. */
  public void releaseMemory(long bytes) {
    memory.addAndGet(-bytes);
  }

  /** Gives room in files back that was claimed for bytes which never became a body. */
  public void releaseDisk(long bytes) {
    disk.addAndGet(-bytes);
  }

  /** Bytes of objects in memory. */
  public long memoryUsed() {
    return memory.get();
  }

  /** Bytes of objects in files. */
  public long diskUsed() {
    return disk.get();
  }

  private static boolean claim(AtomicLong used, long bytes, long limit) {
    long after = used.addAndGet(bytes);
    if (after <= limit || bytes == 0) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }
}
