package io.gyre.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The right to write a state directory: a lock of the operating system on a file in it, which ends
 * with the process however that ends. The file says which process holds it.
 */
final class StateLock implements AutoCloseable {
  private static final String FILE = "lock";
  private static final int MAX_PID_BYTES = 32;

  /** The kernel counts a process's start in ticks since boot, a file's time by the clock. */
  private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

  /**
   * Directories locked by this process. Asked first: a POSIX lock is gone as soon as the process
   * closes any channel on its file, so a second attempt must not even open it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private StateLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param directory exists
   */
  static StateLock acquire(Path directory) {
    Path real = realPath(directory);
    long self = ProcessHandle.current().pid();
    if (!HELD.add(real)) {
      throw inUse(directory, self + " (this one)");
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              real.resolve(FILE),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw inUse(directory, read(channel));
      }
      channel.truncate(0).write(ByteBuffer.wrap((self + "\n").getBytes(StandardCharsets.UTF_8)), 0);
      return new StateLock(real, channel);
    } catch (IOException e) {
      release(real, channel);
      throw new CheckpointException(
          "state directory "
              + directory
              + " cannot be locked ("
              + e
              + "); it must be writable by this user and lie on a file system with locks",
          e);
    } catch (CheckpointException e) {
      release(real, channel);
      throw e;
    }
  }

  /**
   * The process that holds a directory, as far as its file tells: one of that number lives, and it
   * lived already when the file was written. Does not try the lock, which could get in the way of a
   * process that is starting.
   */
  static OptionalLong holder(Path directory) {
    Path real = realPath(directory);
    if (HELD.contains(real)) {
      return OptionalLong.of(ProcessHandle.current().pid());
    }
    Path file = real.resolve(FILE);
    try {
      long pid = Long.parseLong(Files.readString(file).strip());
      Instant written = Files.getLastModifiedTime(file).toInstant();
      return ProcessHandle.of(pid)
          .flatMap(process -> process.info().startInstant())
          .filter(started -> started.isBefore(written.plus(CLOCK_SLACK)))
          .map(started -> OptionalLong.of(pid))
          .orElse(OptionalLong.empty());
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty(); // never locked, or let go
    }
  }

  private static Path realPath(Path directory) {
    try {
      return directory.toRealPath();
    } catch (IOException e) {
      throw new CheckpointException("state directory " + directory + " cannot be read: " + e, e);
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MAX_PID_BYTES);
    channel.read(bytes, 0);
    String pid = StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip();
    return pid.isEmpty() ? "(not known)" : pid;
  }

  private static CheckpointException inUse(Path directory, String pid) {
    return new CheckpointException(
        "state directory "
            + directory
            + " is in use by process "
            + pid
            + "; one process at a time replicates a route: stop that one first, or give this route"
            + " a state directory of its own",
        null);
  }

  private static void release(Path directory, @Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new CheckpointException("lock of " + directory + " cannot be released: " + e, e);
    } finally {
      HELD.remove(directory);
    }
  }

  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.truncate(0);
    } catch (IOException e) {
      throw new CheckpointException("lock of " + directory + " cannot be cleared: " + e, e);
    } finally {
      release(directory, channel);
    }
  }
}
