package io.gyre.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/**
 * The schema's versions. Each is a script that leads there from the one before; a file says in its
 * header ({@code user_version}) how far it has come, and ({@code application_id}) that it is ours.
 */
final class Schema {
  /** "Gyre" as four bytes, so that another program's database is not taken for a checkpoint. */
  private static final int APPLICATION_ID = 0x47797265;

  /** The scripts of this program, in order. */
  static final List<String> SCRIPTS =
      List.of("schema-1.sql", "schema-2.sql", "schema-3.sql", "schema-4.sql", "schema-5.sql");

  private final Path file;
  private final Sql sql;
  private final List<String> scripts;

  Schema(Path file, Sql sql, List<String> scripts) {
    this.file = file;
    this.sql = sql;
    this.scripts = scripts;
  }

  /** Refuses a file that is not a checkpoint, or one of a newer program. */
  void verify() throws SQLException {
    if (header("application_id") != APPLICATION_ID || version() == 0) {
      throw StorageFailure.damaged(file, "it does not look like a checkpoint of Gyre");
    }
    if (version() > scripts.size()) {
      throw new CheckpointException(
          CheckpointException.Kind.NEWER,
          "checkpoint "
              + file
              + " was written by a newer Gyre (schema "
              + version()
              + "; this one knows "
              + scripts.size()
              + "): use that one, or another state directory",
          null);
    }
  }

  /** Refuses a file that still has to be migrated, where that is not ours to do. */
  void verifyCurrent() throws SQLException {
    verify();
    if (version() < scripts.size()) {
      throw new CheckpointException(
          CheckpointException.Kind.OLDER,
          "checkpoint "
              + file
              + " is of an older Gyre (schema "
              + version()
              + "; this one reads "
              + scripts.size()
              + "): 'gyre sync' migrates it when it starts",
          null);
    }
  }

  /** Brings the file to the newest version, each step in a transaction of its own. */
  void migrate() throws SQLException {
    for (int next = version() + 1; next <= scripts.size(); next++) {
      int version = next;
      sql.transaction(
          () -> {
            sql.script(script(scripts.get(version - 1)));
            sql.script("PRAGMA application_id = " + APPLICATION_ID);
            sql.script("PRAGMA user_version = " + version);
            return version;
          });
    }
  }

  private int version() throws SQLException {
    return header("user_version");
  }

  private int header(String pragma) throws SQLException {
    return sql.one("PRAGMA " + pragma, row -> row.getInt(1));
  }

  private static String script(String name) {
    try (InputStream text = Objects.requireNonNull(Schema.class.getResourceAsStream(name), name)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CheckpointException("schema " + name + " cannot be read from the jar", e);
    }
  }
}
