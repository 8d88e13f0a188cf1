package io.gyre.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.copy.Image;
import io.gyre.log.BucketName;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcCheckpointStoreTest extends ParkedEntriesContract {
  @TempDir Path directory;

  @Override
  CheckpointStore open() {
    return JdbcCheckpointStore.open(directory, ROUTE);
  }

  @Test
  void aClosedStoreSaysSo() {
    store.close();
    assertFails(store.save(Change.of(new Change.Fact("a", "1"))), "closed");
    assertFails(store.facts(), "closed");
    assertThat(directory.resolve("checkpoint.db-wal")).doesNotExist();
    store = open();
  }

  @Test
  void aStateFromBeforeThereWereStoresCanKeepImages(@TempDir Path other) {
    Database older = new Database(other, Schema.SCRIPTS.subList(0, 4), Integer.MAX_VALUE - 1);
    BucketName bucket = new BucketName("", "b");
    try (CheckpointStore before = JdbcCheckpointStore.open(other, older, ROUTE)) {
      get(before.save(Change.of(new Change.Fact("kept", "1"))));
      assertFails(before.images(bucket, "k"), "image");
    }
    Image image = new Image("v1", T0, "d1");
    try (CheckpointStore migrated = JdbcCheckpointStore.open(other, ROUTE)) {
      get(migrated.save(Change.of(new Change.ImageKept(bucket, "k", image))));
      assertThat(get(migrated.images(bucket, "k"))).containsExactly(image);
      assertThat(get(migrated.facts())).containsEntry("kept", "1");
    }
  }

  @Test
  void bucketsOfAnOlderStateAreKept(@TempDir Path other) throws SQLException {
    Database older = new Database(other, Schema.SCRIPTS.subList(0, 3), Integer.MAX_VALUE - 1);
    JdbcCheckpointStore.open(other, older, ROUTE).close();
    try (Connection raw =
            DriverManager.getConnection("jdbc:sqlite:" + other.resolve("checkpoint.db"));
        Statement statement = raw.createStatement()) {
      statement.execute(
          "INSERT INTO bucket (marker, name, source_id, shards, versioning, destination_id,"
              + " standing, reason) VALUES ('m', 'b', 'm', 11, 'ENABLED', 'dest', 'FOLLOWED', '')");
    }
    try (CheckpointStore migrated = JdbcCheckpointStore.open(other, ROUTE)) {
      BucketState before = bucket("b:m", "m");
      assertThat(get(migrated.bucketsNamed("b"))).containsExactly(before);
      BucketState renamed = bucket("c:m", "m");
      get(migrated.save(Change.of(new Change.BucketSeen(renamed))));
      assertThat(get(migrated.bucketsNamed("b"))).containsExactly(before);
      assertThat(get(migrated.bucketsNamed("c"))).containsExactly(renamed);
    }
  }
}
