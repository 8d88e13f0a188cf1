package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.doctor.Period;
import io.gyre.doctor.Period.Member;
import io.gyre.log.BucketShard;
import io.gyre.log.LogPosition.Marker;
import io.gyre.log.LogTrimming;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The source's logs are trimmed only while nobody else reads them. */
class SourceTrimmingTest {
  private static final Member SELF = member("z1", "g1");
  private static final Member PEER = member("z2", "g1");
  private static final Member OF_ANOTHER_GROUP = member("z3", "g2");

  private final List<String> trimmed = new ArrayList<>();
  private CompletionStage<Optional<Period>> period = found("z1", SELF);
  private Instant now = Instant.EPOCH;
  private int looks;
  private final SourceTrimming trimming =
      new SourceTrimming(this::look, new Recorder(), "z1", new MovedClock());

  private static Member member(String id, String group) {
    return new Member(id, "name of " + id, group, true, true, Set.of());
  }

  private static CompletionStage<Optional<Period>> found(String master, Member... members) {
    return CompletableFuture.completedFuture(Optional.of(new Period(master, List.of(members))));
  }

  private CompletionStage<Optional<Period>> look() {
    looks++;
    return period;
  }

  /** Else the log would stay as long as it is, should nobody write to it any more. */
  @Test
  void whatIsNotTrimmedIsNotSaidToBe() {
    Marker marker = new Marker("1_1");
    assertThat(trimming.dataLog(1, marker)).isCompletedWithValue(true);
    period = found("z1", SELF, PEER);
    now = now.plus(SourceTrimming.LOOK_AGAIN);

    assertThat(trimming.dataLog(1, marker)).isCompletedWithValue(false);
    assertThat(trimming.bucketIndex(BucketShard.parse("b:id:3"), marker))
        .isCompletedWithValue(false);
  }

  private void trimAll() {
    Marker marker = new Marker("1_1");
    trimming.dataLog(1, marker).toCompletableFuture().join();
    trimming.metadataLog(2, "p", marker).toCompletableFuture().join();
    trimming.bucketIndex(BucketShard.parse("b:id:3"), marker).toCompletableFuture().join();
  }

  @Test
  void allLogsAreTrimmedWhereNobodyElseReadsThem() {
    trimAll();
    assertThat(trimmed).containsExactly("data 1", "metadata 2", "index b:id:3");
    assertThat(looks).as("one look for all").isOne();
  }

  @Test
  void noneIsWhereAZoneOfTheZonegroupSyncsFromTheSource() {
    period = found("z9", SELF, PEER);
    trimAll();
    assertThat(trimmed).isEmpty();
  }

  @Test
  void noneIsAtTheMasterOfARealmWithAnotherZone() {
    period = found("z1", SELF, OF_ANOTHER_GROUP);
    trimAll();
    assertThat(trimmed).isEmpty();
  }

  @Test
  void noneIsWhereTheSourceIsNotInItsOwnPeriod() {
    period = found("z9", PEER);
    trimAll();
    assertThat(trimmed).isEmpty();
  }

  @Test
  void noneIsWhileThatIsNotKnown() {
    period = CompletableFuture.failedFuture(new IllegalStateException("no answer"));
    trimAll();
    assertThat(trimmed).isEmpty();
  }

  @Test
  void aZoneThatJoinsTheRealmEndsIt() {
    trimAll();
    trimmed.clear();
    period = found("z1", SELF, PEER);
    now = now.plus(SourceTrimming.LOOK_AGAIN).plus(Duration.ofMillis(1));
    trimAll();
    assertThat(trimmed).isEmpty();
  }

  private final class Recorder implements LogTrimming {
    @Override
    public CompletionStage<Boolean> dataLog(int shard, Marker upTo) {
      return done("data " + shard);
    }

    @Override
    public CompletionStage<Boolean> metadataLog(int shard, String ofPeriod, Marker upTo) {
      return done("metadata " + shard);
    }

    @Override
    public CompletionStage<Boolean> bucketIndex(BucketShard shard, Marker upTo) {
      return done("index " + shard);
    }

    private CompletionStage<Boolean> done(String what) {
      trimmed.add(what);
      return CompletableFuture.completedFuture(true);
    }
  }

  private final class MovedClock extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
