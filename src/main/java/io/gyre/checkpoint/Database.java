package io.gyre.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The SQLite file of a state directory: made once, checked at every start, never replaced by an
 * empty one.
 *
 * <p>It is written with a write-ahead log, so that readers and the writer do not wait for each
 * other, and {@code synchronous = FULL}: each group of saves is flushed to the disk before it is
 * reported. A kill of the process would lose nothing that was reported with less than that; but a
 * power cut could then take back the last transactions, and with them that a bucket at the
 * destination is ours, or a watermark behind which the source's log was already trimmed. One flush
 * for a group of saves costs little. On disks that lie about flushing, a power cut can take the
 * last transactions nevertheless; what is left is consistent, and what it misses is done again.
 */
final class Database {
  private static final String FILE = "checkpoint.db";

  /** How long a transaction waits for another process's, both being short. */
  private static final int BUSY_TIMEOUT_MILLIS = 10_000;

  /** To what size the write-ahead log is cut back after a large transaction. */
  private static final int MAX_IDLE_LOG_BYTES = 32 << 20;

  /** SQLite's own bound. */
  private static final int MAX_PAGES = 0x7fff_fffe;

  private final Path file;
  private final List<String> scripts;
  private final int maxPages;

  Database(Path directory) {
    this(directory, Schema.SCRIPTS, MAX_PAGES);
  }

  /**
   * @param maxPages to which the file may grow before SQLite calls the disk full
   */
  Database(Path directory, List<String> scripts, int maxPages) {
    this.file = directory.resolve(FILE);
    this.scripts = scripts;
    this.maxPages = maxPages;
  }

  Path file() {
    return file;
  }

  /** Whether there is not even a trace of a checkpoint. */
  boolean neverMade() {
    return !Files.exists(file) && !Files.exists(file.resolveSibling(FILE + "-wal"));
  }

  /** The writing connection; the caller holds the directory's lock. */
  Sql openToWrite(RouteIdentity route) {
    if (!Files.exists(file)) {
      refuseIfLost();
      create(route);
    }
    refuseIfEmpty();
    return connect(
        file,
        writing(JournalMode.WAL),
        sql -> {
          Schema schema = new Schema(file, sql, scripts);
          schema.verify();
          verifyContent(sql);
          schema.migrate();
          verifyRoute(new CheckpointQueries(sql).route(), route);
        });
  }

  /** A second connection of the process that has opened it to write. */
  Sql openToReadBeside() {
    return connect(file, reading(), sql -> {});
  }

  /** A connection that only reads. Needs no lock, and another process may be writing. */
  Sql openToRead() {
    refuseIfMissing();
    return connect(file, reading(), sql -> new Schema(file, sql, scripts).verifyCurrent());
  }

  /** A connection for short transactions beside those of the process that holds the lock. */
  Sql openToAmend() {
    refuseIfMissing();
    return connect(
        file, writing(JournalMode.WAL), sql -> new Schema(file, sql, scripts).verifyCurrent());
  }

  private interface Step {
    void run(Sql sql) throws SQLException;
  }

  private static Sql connect(Path file, SQLiteConfig config, Step first) {
    try {
      Sql sql = new Sql(config.createConnection("jdbc:sqlite:" + file.toAbsolutePath()));
      try {
        first.run(sql);
        return sql;
      } catch (SQLException | RuntimeException e) {
        sql.close();
        throw e;
      }
    } catch (SQLException e) {
      throw StorageFailure.of("open it", file, e);
    }
  }

  /** Made beside its place and then moved there: what has its name is complete. */
  private void create(RouteIdentity route) {
    Path made = file.resolveSibling(FILE + ".new");
    try {
      Files.deleteIfExists(made);
      Files.deleteIfExists(file.resolveSibling(FILE + ".new-journal"));
      connect(
              made,
              writing(JournalMode.DELETE),
              sql -> {
                new Schema(made, sql, scripts).migrate();
                sql.update(
                    "INSERT INTO route (id, source_zone, destination_zone) VALUES (1, ?, ?)",
                    route.sourceZone(),
                    route.destinationZone());
              })
          .close();
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new CheckpointException("checkpoint " + file + ": cannot create it: " + e, e);
    } catch (SQLException e) {
      throw StorageFailure.of("create it", file, e);
    }
  }

  private static SQLiteConfig reading() {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    return config;
  }

  private SQLiteConfig writing(JournalMode journal) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(journal);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.setMaxPageCount(maxPages);
    config.setJournalSizeLimit(MAX_IDLE_LOG_BYTES);
    return config;
  }

  private void refuseIfMissing() {
    refuseIfLost();
    if (!Files.exists(file)) {
      throw new CheckpointException(
          "there is no checkpoint " + file + ": 'gyre sync' has not run with this state directory",
          null);
    }
    refuseIfEmpty();
  }

  private void refuseIfLost() {
    if (!Files.exists(file) && Files.exists(file.resolveSibling(FILE + "-wal"))) {
      throw StorageFailure.damaged(file, "it is missing, but its write-ahead log is there");
    }
  }

  /** SQLite takes an empty file for a new database. */
  private void refuseIfEmpty() {
    try {
      if (Files.size(file) == 0) {
        throw StorageFailure.damaged(file, "it is empty");
      }
    } catch (IOException e) {
      throw new CheckpointException("checkpoint " + file + ": cannot read it: " + e, e);
    }
  }

  private void verifyContent(Sql sql) throws SQLException {
    String verdict = sql.one("PRAGMA quick_check(1)", row -> row.getString(1));
    if (!verdict.equals("ok")) {
      throw StorageFailure.damaged(file, verdict);
    }
  }

  private void verifyRoute(RouteIdentity recorded, RouteIdentity route) {
    if (!recorded.equals(route)) {
      throw new CheckpointException(
          "checkpoint "
              + file
              + " belongs to the route "
              + recorded
              + ", and this is "
              + route
              + ": give this route a state directory of its own",
          null);
    }
  }
}
