package io.gyre.checkpoint;

import io.gyre.log.LogPosition;
import io.gyre.log.Watermark;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Semaphore;

/** Another process that saves numbers and says which of them are durable, until it is killed. */
final class SavingProcess implements AutoCloseable {
  static final String FACT = "number";
  static final String FAILED = "failed: ";
  private static final int IN_FLIGHT = 50;

  private final Process process;
  private final BufferedReader reported;

  private SavingProcess(Process process) {
    this.process = process;
    this.reported = process.inputReader();
  }

  static SavingProcess start(Path directory) throws IOException {
    return new SavingProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                SavingProcess.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  long pid() {
    return process.pid();
  }

  /** The next number that is durable; 0 when the process is gone. */
  int next() throws IOException {
    String line = nextLine();
    return line.isEmpty() ? 0 : Integer.parseInt(line);
  }

  /** A number that is durable, or {@value #FAILED} and why one is not; empty at the end. */
  String nextLine() throws IOException {
    String line = reported.readLine();
    return line == null ? "" : line;
  }

  /** Kills it without notice. By its handle: what it has reported can still be read. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Each number is saved twice, as a fact and as a watermark, in one save. */
  public static void main(String[] args) {
    PrintStream reports = System.out;
    System.setOut(System.err); // for the log
    CheckpointStore store =
        JdbcCheckpointStore.open(Path.of(args[0]), CheckpointStoreContract.ROUTE);
    Semaphore room = new Semaphore(IN_FLIGHT);
    for (int i = 1; ; i++) {
      int number = i;
      room.acquireUninterruptibly();
      store
          .save(Change.of(new Change.Fact(FACT, "" + number), watermark(number)))
          .whenComplete(
              (done, failure) -> {
                reports.println(failure == null ? "" + number : FAILED + failure);
                room.release();
              });
    }
  }

  private static Change watermark(int number) {
    LogPosition position = new LogPosition.Marker("" + number);
    return new Change.LogShardMoved(
        LogShardState.of(
            LogKind.DATA, 0, "", new Watermark(position, LogPosition.ORIGIN), Instant.EPOCH));
  }
}
