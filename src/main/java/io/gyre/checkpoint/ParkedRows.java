package io.gyre.checkpoint;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Parked entries as operators handle them. Changes are made in short transactions, so that a
 * process that replicates the route never waits for long.
 */
final class ParkedRows {
  /** Entries that one transaction changes. */
  static final int MAX_GROUP = 1000;

  private static final String OLDEST = "SELECT * FROM parked ORDER BY since, id LIMIT ?";
  private static final String OLDEST_AFTER =
      "SELECT * FROM parked WHERE (since, id) > (?, ?) ORDER BY since, id LIMIT ?";
  private static final String OF_VERSION =
      "SELECT * FROM parked WHERE instance = ? AND shard = ? AND key = ? AND version = ?";
  private static final String ONE = "SELECT * FROM parked WHERE id = ?";

  /** A bucket's instances are {@code name:id}, and a semicolon is what follows a colon. */
  private static final String IN_BUCKET =
      """
      SELECT id FROM parked
      WHERE instance > ?1 || ':' AND instance < ?1 || ';' AND (?2 IS NULL OR key = ?2)
      """;

  /** What happens to a selected entry, within a transaction. */
  private interface Amendment {
    void apply(ParkedItem item) throws SQLException;
  }

  private final Sql sql;
  private final ChangeWriter changes;

  ParkedRows(Sql sql) {
    this.sql = sql;
    this.changes = new ChangeWriter(sql);
  }

  List<ParkedItem> oldestFirst(Optional<ParkedItem> after, int max) throws SQLException {
    if (after.isEmpty()) {
      return sql.list(OLDEST, Rows::parkedItem, max);
    }
    ParkedItem last = after.get();
    return sql.list(
        OLDEST_AFTER, Rows::parkedItem, Rows.column(last.entry().since()), last.id(), max);
  }

  /** After one that has ended meanwhile nothing comes. */
  List<ParkedItem> oldestFirst(long after, int max) throws SQLException {
    if (after == 0) {
      return oldestFirst(Optional.empty(), max);
    }
    List<ParkedItem> last = sql.list(ONE, Rows::parkedItem, after);
    return last.isEmpty() ? List.of() : oldestFirst(last.stream().findFirst(), max);
  }

  /** Makes entries due; gives how many they are. */
  int retry(ParkedSelection selection, Instant now) throws SQLException {
    return amend(selection, item -> changes.apply(new Change.Parked(due(item.entry(), now))));
  }

  /** Forgets entries; gives how many they were. */
  int drop(ParkedSelection selection) throws SQLException {
    return amend(
        selection,
        item -> {
          ParkedEntry entry = item.entry();
          changes.apply(new Change.Unparked(entry.shard(), entry.key(), entry.instance()));
        });
  }

  /** Adds entries, or makes those that are there due; gives how many they are. */
  int park(List<ParkedEntry> entries, Instant now) throws SQLException {
    return sql.transaction(
        () -> {
          for (ParkedEntry entry : entries) {
            List<ParkedEntry> known =
                sql.list(
                    OF_VERSION,
                    row -> Rows.parkedItem(row).entry(),
                    entry.shard().instance().toString(),
                    entry.shard().shard(),
                    entry.key(),
                    entry.instance());
            if (known.isEmpty() || !known.get(0).unknownOutcome()) {
              changes.apply(new Change.Parked(entry));
            }
          }
          return entries.size();
        });
  }

  int amend(List<Change> all) throws SQLException {
    return sql.transaction(
        () -> {
          for (Change change : all) {
            changes.apply(change);
          }
          return all.size();
        });
  }

  private static ParkedEntry due(ParkedEntry entry, Instant now) {
    return new ParkedEntry(
        entry.shard(),
        entry.key(),
        entry.instance(),
        entry.operation(),
        entry.olhEpoch(),
        entry.reason(),
        entry.attempts(),
        entry.since(),
        entry.nextTry().isBefore(now) ? entry.nextTry() : now);
  }

  private int amend(ParkedSelection selection, Amendment amendment) throws SQLException {
    List<Long> ids = ids(selection);
    int amended = 0;
    for (int from = 0; from < ids.size(); from += MAX_GROUP) {
      List<Long> group = ids.subList(from, Math.min(ids.size(), from + MAX_GROUP));
      amended += sql.transaction(() -> amendGroup(group, amendment));
    }
    return amended;
  }

  /** Each is read again: the process that replicates may have changed it meanwhile. */
  private int amendGroup(List<Long> ids, Amendment amendment) throws SQLException {
    int amended = 0;
    for (Long id : ids) {
      for (ParkedItem item : sql.list(ONE, Rows::parkedItem, id)) {
        amendment.apply(item);
        amended++;
      }
    }
    return amended;
  }

  private List<Long> ids(ParkedSelection selection) throws SQLException {
    if (selection instanceof ParkedSelection.Ids some) {
      return some.ids();
    }
    if (selection instanceof ParkedSelection.InBucket in) {
      return sql.list(
          IN_BUCKET, row -> row.getLong(1), in.bucket().toString(), in.key().orElse(null));
    }
    return sql.list("SELECT id FROM parked", row -> row.getLong(1));
  }
}
