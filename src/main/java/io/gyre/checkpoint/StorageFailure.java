package io.gyre.checkpoint;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/** What a failure of SQLite means to an operator. */
final class StorageFailure {
  /** What helps when a state cannot be trusted. */
  static final String START_AGAIN =
      "Restore the state directory from a backup, or move it away and start again: what the"
          + " destination already has is then compared, not copied a second time.";

  private StorageFailure() {}

  /**
   * @param attempt what was being done: "save", "read", "open"
   */
  static CheckpointException of(String attempt, Path file, SQLException failure) {
    return new CheckpointException(
        "checkpoint " + file + ": cannot " + attempt + ": " + explain(failure), failure);
  }

  static CheckpointException damaged(Path file, String what) {
    return new CheckpointException(
        "checkpoint " + file + " is damaged (" + what + "). It was left as it is. " + START_AGAIN,
        null);
  }

  private static String explain(SQLException failure) {
    String code =
        failure instanceof SQLiteException sqlite ? sqlite.getResultCode().name() : "unknown";
    if (code.startsWith("SQLITE_FULL")) {
      return "the disk is full. Nothing was recorded; it goes on once there is space";
    }
    if (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB")) {
      return "the file is damaged (" + failure.getMessage() + "). " + START_AGAIN;
    }
    if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
      return "another process keeps a transaction open in it; try again";
    }
    if (code.startsWith("SQLITE_READONLY")
        || code.startsWith("SQLITE_CANTOPEN")
        || code.startsWith("SQLITE_PERM")) {
      return "this user must be able to write the file and its directory (" + code + ")";
    }
    if (code.startsWith("SQLITE_IOERR")) {
      return "the disk or its file system failed (" + code + "); look into the system's log";
    }
    return String.valueOf(failure.getMessage());
  }
}
