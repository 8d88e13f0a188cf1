package io.gyre.embedded.model;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of objects the zone may hold, in memory and in files, and how many of them and of
 * log entries: these are reckoned with what they take of the heap.
 */
public final class Capacity {
  /** Of a version of a key, without its bytes. */
  private static final long ROW = 512;

  private static final long LOG_ENTRY = 192;

  private final long maxMemory;
  private final long maxDisk;
  private final long maxIndex;
  private final AtomicLong memory = new AtomicLong();
  private final AtomicLong disk = new AtomicLong();
  private final AtomicLong index = new AtomicLong();

  /**
   * Limits in bytes; 0 on disk means that nothing is ever spilled. The index is that of all buckets
   * with its logs.
   */
  public Capacity(long maxMemory, long maxDisk, long maxIndex) {
    this.maxMemory = maxMemory;
    this.maxDisk = maxDisk;
    this.maxIndex = maxIndex;
  }

  /** Reckons with so many more versions of keys and log entries, or with fewer. */
  void reckon(long rows, long logEntries) {
    index.addAndGet(rows * ROW + logEntries * LOG_ENTRY);
  }

  /** True if there is no room for more versions and log entries. */
  public boolean indexFull() {
    return index.get() >= maxIndex;
  }

  /** Bytes that versions and log entries are reckoned with. */
  public long indexUsed() {
    return index.get();
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
