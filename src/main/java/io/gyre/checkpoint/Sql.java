package io.gyre.checkpoint;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection, used by one thread at a time, and its prepared statements. They are kept by their
 * text, so texts are constants.
 */
final class Sql implements AutoCloseable {
  /** Makes a value of the current row. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Something to be done in one transaction. */
  interface Work<T> {
    T run() throws SQLException;
  }

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Sql(Connection connection) {
    this.connection = connection;
  }

  /** Runs a statement and says how many rows it changed. */
  int update(String text, @Nullable Object... values) throws SQLException {
    return prepare(text, values).executeUpdate();
  }

  /** Runs several statements that give no rows. */
  void script(String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(text);
    }
  }

  <T> List<T> list(String text, Row<T> reader, @Nullable Object... values) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (ResultSet row = prepare(text, values).executeQuery()) {
      while (row.next()) {
        rows.add(reader.read(row));
      }
    }
    return rows;
  }

  /** The only row of a query that has exactly one. */
  <T> T one(String text, Row<T> reader, @Nullable Object... values) throws SQLException {
    List<T> rows = list(text, reader, values);
    if (rows.size() != 1) {
      throw new SQLException(rows.size() + " rows instead of one: " + text);
    }
    return rows.get(0);
  }

  /** All of the work is recorded, or none of it. */
  <T> T transaction(Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      T result = work.run();
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException failure) {
      rollback(failure);
      throw failure;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** SQLite itself may have rolled back, when the disk is full for instance. */
  private void rollback(Exception failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private PreparedStatement prepare(String text, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepared.get(text);
    if (statement == null) {
      statement = connection.prepareStatement(text);
      prepared.put(text, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    connection.close();
  }
}
