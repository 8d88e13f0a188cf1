package io.gyre.checkpoint;

import io.gyre.checkpoint.CheckpointException.Kind;
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
    Kind kind = kind(failure);
    return new CheckpointException(
        kind,
        "checkpoint " + file + ": cannot " + attempt + ": " + explain(kind, failure),
        failure);
  }

  static CheckpointException damaged(Path file, String what) {
    return new CheckpointException(
        Kind.DAMAGED,
        "checkpoint " + file + " is damaged (" + what + "). It was left as it is. " + START_AGAIN,
        null);
  }

  private static String code(SQLException failure) {
    return failure instanceof SQLiteException sqlite ? sqlite.getResultCode().name() : "unknown";
  }

  private static Kind kind(SQLException failure) {
    String code = code(failure);
    if (code.startsWith("SQLITE_FULL")) {
      return Kind.FULL;
    }
    if (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB")) {
      return Kind.DAMAGED;
    }
    if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
      return Kind.BUSY;
    }
    if (code.startsWith("SQLITE_READONLY")
        || code.startsWith("SQLITE_CANTOPEN")
        || code.startsWith("SQLITE_PERM")) {
      return Kind.ACCESS;
    }
    return code.startsWith("SQLITE_IOERR") ? Kind.DISK : Kind.OTHER;
  }

  private static String explain(Kind kind, SQLException failure) {
    String code = code(failure);
    return switch (kind) {
      case FULL -> "the disk is full. Nothing was recorded; it goes on once there is space";
      case DAMAGED -> "the file is damaged (" + failure.getMessage() + "). " + START_AGAIN;
      case BUSY -> "another process keeps a transaction open in it; try again";
      case ACCESS -> "this user must be able to write the file and its directory (" + code + ")";
      case DISK ->
          "its file cannot be read or written ("
              + code
              + "): a quota, the limit of file sizes (ulimit -f), or a disk that failed, of which"
              + " the system's log tells";
      case NEWER, OLDER, OTHER -> String.valueOf(failure.getMessage());
    };
  }
}
