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

  private interface Use<T> {
    T with(PreparedStatement statement) throws SQLException;
  }

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Sql(Connection connection) {
    this.connection = connection;
  }

  /** Runs a statement and says how many rows it changed. */
  int update(String text, @Nullable Object... values) throws SQLException {
    return use(text, values, PreparedStatement::executeUpdate);
  }

  /** Runs several statements that give no rows. */
  void script(String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(text);
    }
  }

  <T> List<T> list(String text, Row<T> reader, @Nullable Object... values) throws SQLException {
    return use(
        text,
        values,
        statement -> {
          List<T> rows = new ArrayList<>();
          try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
              rows.add(reader.read(row));
            }
          }
          return rows;
        });
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
    return within("BEGIN IMMEDIATE", work);
  }

  /** All queries of the work see the same moment. */
  <T> T snapshot(Work<T> work) throws SQLException {
    return within("BEGIN", work);
  }

  /**
   * Not by the driver's own transactions: after each commit those begin the next one, and when that
   * has to wait in vain for another process a commit that succeeded is reported as failed.
   */
  private <T> T within(String begin, Work<T> work) throws SQLException {
    script(begin);
    try {
      T result = work.run();
      script("COMMIT");
      return result;
    } catch (SQLException | RuntimeException failure) {
      rollback(failure);
      throw failure;
    }
  }

  /** SQLite itself may have rolled back, when the disk is full for instance. */
  private void rollback(Exception failure) {
    try {
      script("ROLLBACK");
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  /** A statement that has failed cannot be used again: the driver has closed it underneath. */
  private <T> T use(String text, @Nullable Object[] values, Use<T> use) throws SQLException {
    PreparedStatement statement = prepared.remove(text);
    if (statement == null) {
      statement = connection.prepareStatement(text);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    T result = use.with(statement);
    prepared.put(text, statement);
    return result;
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    connection.close();
  }
}
