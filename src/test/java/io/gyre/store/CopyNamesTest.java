package io.gyre.store;

import static io.gyre.store.StoreFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.copy.Foreign;
import io.gyre.copy.Image;
import io.gyre.copy.ObjectVersion;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CopyNamesTest {
  private static final ListedVersion ROW =
      new ListedVersion(
          "k",
          ObjectVersion.NULL,
          false,
          true,
          OptionalLong.empty(),
          Instant.EPOCH,
          "etag",
          1,
          "",
          "");

  private static List<String> names(boolean versioned, Optional<Image> said) throws Exception {
    CopyNames names =
        new CopyNames(
            KnownCopies.NONE,
            (bucket, key, id) -> CompletableFuture.completedFuture(said),
            bucket -> CompletableFuture.completedFuture(versioned));
    return done(names.of(new BucketName("", "b"), List.of(ROW))).stream()
        .map(named -> named.row().versionId())
        .toList();
  }

  @Test
  void anObjectWithoutAnIdIsACopyWhereNothingHasOneElseWhereItSaysSo() throws Exception {
    Image image = new Image(ObjectVersion.NULL, Instant.EPOCH, ObjectVersion.NULL);

    assertThat(names(false, Optional.empty())).containsExactly(ObjectVersion.NULL);
    assertThat(names(true, Optional.of(image))).containsExactly(ObjectVersion.NULL);
    assertThat(names(true, Optional.empty()))
        .as("as a sync calls it, or it would not remove it")
        .containsExactly(Foreign.token(ObjectVersion.NULL));
  }
}
