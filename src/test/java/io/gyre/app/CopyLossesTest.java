package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.gyre.copy.ObjectVersion;
import io.gyre.log.BucketName;
import io.gyre.route.RouteStatistics;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CopyLossesTest {
  private static final BucketName PHOTOS = new BucketName("", "photos");
  private static final BucketName MUSIC = new BucketName("", "music");
  private static final String ETAG = "0".repeat(32) + "-3";

  private final Logger log = (Logger) LoggerFactory.getLogger(CopyLosses.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final RouteStatistics statistics = new RouteStatistics();
  private final CopyLosses losses = new CopyLosses(statistics);

  @BeforeEach
  void listen() {
    logged.start();
    log.addAppender(logged);
  }

  @AfterEach
  void listenNoMore() {
    log.detachAppender(logged);
  }

  @Test
  void anObjectWhoseEtagDiffersIsNamedOnce() {
    losses.etagDiffers(ObjectVersion.plain(PHOTOS, "a"), ETAG);
    losses.etagDiffers(ObjectVersion.plain(PHOTOS, "b"), ETAG);
    losses.etagDiffers(ObjectVersion.plain(PHOTOS, "a"), ETAG);

    assertThat(lines()).hasSize(2);
    assertThat(lines().get(0)).startsWith("photos / a: copied, but its ETag").contains(ETAG);
    assertThat(lines().get(1)).startsWith("photos / b: ");
  }

  @Test
  void ofManyObjectsWhoseEtagDiffersSomeAreNamedAndTheLastSaysSo() {
    for (int i = 0; i < 2 * CopyLosses.MAX_OBJECTS_NAMED; i++) {
      losses.etagDiffers(ObjectVersion.plain(PHOTOS, "k" + i), ETAG);
    }

    assertThat(lines()).hasSize(CopyLosses.MAX_OBJECTS_NAMED);
    assertThat(lines()).filteredOn(line -> line.endsWith("are only counted")).hasSize(1);
    assertThat(lines().get(CopyLosses.MAX_OBJECTS_NAMED - 1)).endsWith("are only counted");
  }

  @Test
  void anOwnerThatIsReplacedIsCountedEachTimeAndNamedOnce() {
    losses.ownerReplaced(ObjectVersion.plain(PHOTOS, "a"), "alice", "backup");
    losses.ownerReplaced(ObjectVersion.plain(PHOTOS, "b"), "alice", "backup");

    assertThat(lines()).singleElement().asString().contains("alice");
    assertThat(statistics.snapshot().ownersReplaced()).isEqualTo(2);
  }

  @Test
  void aLostStorageClassIsCountedEachTimeAndNamedOncePerBucket() {
    losses.storageClassLost(ObjectVersion.plain(PHOTOS, "a"), "COLD");
    losses.storageClassLost(ObjectVersion.plain(PHOTOS, "b"), "COLD");
    losses.storageClassLost(ObjectVersion.plain(PHOTOS, "c"), "FROZEN");
    losses.storageClassLost(ObjectVersion.plain(MUSIC, "d"), "COLD");

    assertThat(lines()).hasSize(3);
    assertThat(lines().get(0)).startsWith("photos / a: ").contains("COLD");
    assertThat(lines().get(1)).startsWith("photos / c: ").contains("FROZEN");
    assertThat(lines().get(2)).startsWith("music / d: ").contains("COLD");
    assertThat(statistics.snapshot().storageClassesLost()).isEqualTo(4);
  }

  @Test
  void aBucketWithoutItsBlockPublicAclsIsCountedAndNamedOnce() {
    losses.blockPublicAclsLost(PHOTOS);
    losses.blockPublicAclsLost(PHOTOS);
    losses.blockPublicAclsLost(MUSIC);

    assertThat(lines()).hasSize(2);
    assertThat(lines().get(0)).startsWith("bucket photos: its BlockPublicAcls");
    assertThat(statistics.snapshot().blockPublicAclsLost()).isEqualTo(2);
  }

  private List<String> lines() {
    return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
