package io.gyre.checkpoint;

import static io.gyre.checkpoint.CheckpointStoreContract.ROUTE;
import static io.gyre.checkpoint.CheckpointStoreContract.assertFails;
import static io.gyre.checkpoint.CheckpointStoreContract.following;
import static io.gyre.checkpoint.CheckpointStoreContract.get;
import static io.gyre.checkpoint.CheckpointStoreContract.shard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store does when its file, its disk or its directory are not as they should be. */
class JdbcCheckpointFaultsTest {
  private static final int PAGE = 4096;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("checkpoint.db");
  }

  private JdbcCheckpointStore open() {
    return JdbcCheckpointStore.open(directory, ROUTE);
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(this::open)
        .isInstanceOf(CheckpointException.class)
        .message()
        .contains(parts)
        .contains(directory.toString());
  }

  /** A state of several pages. */
  private void fill() {
    try (CheckpointStore store = open()) {
      for (int i = 0; i < 50; i++) {
        Change.ShardMoved moved = new Change.ShardMoved(following(shard("b" + i + ":1", 0), 1));
        get(store.save(Change.of(moved, new Change.Fact("f" + i, "x".repeat(1000)))));
      }
    }
  }

  private void damage(long from, int bytes) throws IOException {
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.seek(from);
      raw.write(new byte[bytes]);
    }
  }

  @Test
  void aStateInUseIsRefusedAndLeftAlone() {
    try (CheckpointStore store = open()) {
      assertRefused("in use by process " + ProcessHandle.current().pid());
      get(store.save(Change.of(new Change.Fact("a", "1"))));
    }
    try (CheckpointStore again = open()) {
      assertThat(get(again.facts())).containsEntry("a", "1");
    }
  }

  @Test
  void aStateOfAnotherRouteIsRefusedAndBothAreNamed() {
    fill();
    assertThatThrownBy(
            () -> JdbcCheckpointStore.open(directory, new RouteIdentity("zone-c", "zone-d")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll("zone-a to zone zone-b", "zone-c to zone zone-d", "directory");
    open().close();
  }

  @Test
  void aStateOfANewerVersionIsRefused() throws SQLException {
    fill();
    execute("PRAGMA user_version = 99");
    assertRefused("newer Gyre", "schema 99");
    execute("PRAGMA user_version = " + Schema.SCRIPTS.size());
    open().close();
  }

  @Test
  void anOlderStateIsMigratedAtOpeningAndKeepsItsContent() throws SQLException {
    fill();
    List<String> scripts =
        Stream.concat(Schema.SCRIPTS.stream(), Stream.of("schema-test-2.sql")).toList();
    Database newer = new Database(directory, scripts, Integer.MAX_VALUE - 1);
    assertThatThrownBy(newer::openToRead).hasMessageContainingAll("older Gyre", "gyre sync");
    for (int i = 0; i < 2; i++) {
      try (CheckpointStore store = JdbcCheckpointStore.open(directory, newer, ROUTE)) {
        assertThat(get(store.facts())).hasSize(50);
      }
    }
    execute("UPDATE fact SET note = 'seen' WHERE note = 'migrated'");
    assertRefused("newer Gyre", "schema " + scripts.size());
  }

  private void execute(String sql) throws SQLException {
    try (Connection raw = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = raw.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aDamagedPageIsFoundAtOpening() throws IOException {
    fill();
    damage(3 * PAGE, 12 * PAGE);
    byte[] before = Files.readAllBytes(file);
    assertRefused("damaged", "Restore", "start again");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    fill();
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.setLength(raw.length() / 2 / PAGE * PAGE);
    }
    assertRefused("damaged", "start again");
  }

  @Test
  void anEmptyFileIsNotTakenForAFreshState() throws IOException {
    fill();
    Files.write(file, new byte[0]);
    assertRefused("damaged", "empty", "start again");
    assertThatThrownBy(() -> new Database(directory).openToRead()).hasMessageContaining("empty");
  }

  @Test
  void aLostFileWhoseLogIsThereIsNotTakenForAFreshState() throws IOException {
    fill();
    Files.move(file, directory.resolve("checkpoint.db-wal"));
    assertRefused("missing", "start again");
  }

  @Test
  void somethingElseIsRefused() throws IOException, SQLException {
    Files.writeString(file, "this is not a database, but it is long enough to look at".repeat(99));
    assertRefused("damaged", "start again");
    Files.delete(file);
    execute("CREATE TABLE fact (name TEXT)");
    assertRefused("does not look like a checkpoint of Gyre");
  }

  @Test
  void damageFoundWhileRunningFailsTheRead() throws IOException {
    fill();
    try (CheckpointStore store = open()) {
      damage(PAGE, (int) Files.size(file) - PAGE);
      assertFails(store.bucketShards(Optional.empty(), 100), "cannot read", "start again");
    }
  }

  @Test
  void whatACrashLeftOfTheCreationIsMadeAnew() throws IOException {
    Files.write(directory.resolve("checkpoint.db.new"), new byte[100]);
    Files.write(directory.resolve("checkpoint.db.new-journal"), new byte[100]);
    fill();
    assertThat(directory.resolve("checkpoint.db.new")).doesNotExist();
  }

  @Test
  void aDirectoryThatCannotBeMadeIsNamed() throws IOException {
    Path taken = Files.createFile(directory.resolve("taken"));
    assertThatThrownBy(() -> JdbcCheckpointStore.open(taken.resolve("state"), ROUTE))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(taken.toString());
  }

  @Test
  void aDiskThatIsFullAtTheStartIsSaidAndTheNextStartGoesOn() {
    Database none = new Database(directory, Schema.SCRIPTS, 4);
    assertThatThrownBy(() -> JdbcCheckpointStore.open(directory, none, ROUTE))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll(directory.toString(), "the disk is full");
    fill();
    open().close();
  }

  @Test
  void aFullDiskFailsTheSaveAndTheNextMaySucceed() {
    fill();
    Database small = new Database(directory, Schema.SCRIPTS, 60);
    try (CheckpointStore store = JdbcCheckpointStore.open(directory, small, ROUTE)) {
      Change large = new Change.Fact("large", "x".repeat(100 * PAGE));
      Change before = new Change.Fact("before", "1");
      assertFails(store.save(Change.of(before, large)), "disk is full", file.toString());
      assertThat(get(store.facts())).doesNotContainKeys("large", "before");
      get(store.save(Change.of(new Change.Fact("small", "1"))));
      assertThat(get(store.facts())).containsEntry("small", "1").doesNotContainKey("large");
    }
  }

  @Test
  void aTransactionOfAnotherProcessIsWaitedFor() throws SQLException {
    try (CheckpointStore store = open();
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      CompletableFuture<Void> save =
          store.save(Change.of(new Change.Fact("a", "1"))).toCompletableFuture();
      assertThat(get(store.facts())).isEmpty();
      assertThat(save).isNotDone();
      statement.execute("COMMIT");
      get(save);
      assertThat(get(store.facts())).containsEntry("a", "1");
    }
  }
}
