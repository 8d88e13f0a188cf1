package io.gyre.embedded.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CapacityTest {
  private static final Owner OWNER = new Owner("ann", "Ann");
  private static final long MAX_INDEX = 10_000;

  private final Zone zone =
      new Zone(
          new ZoneSettings(
              "full-1", 1, 1, 1, Duration.ZERO, 1000, 0, MAX_INDEX, Clock.systemUTC()));
  private final Bucket bucket =
      zone.buckets()
          .create(
              new Buckets.Creation("b", OWNER, Acl.privateTo(OWNER), PlacementRule.DEFAULT, 1, 0))
          .orElseThrow();

  private void put(String key) {
    Attributes attributes = new Attributes(Acl.privateTo(OWNER), Map.of(), List.of(), null, null);
    Content content = Content.whole(Body.EMPTY, "etag", PlacementRule.STANDARD);
    bucket.put(new NewObject(key, content, attributes, "", 0), Precondition.NONE);
  }

  private void remove(String key) {
    bucket.remove(new Removal(key, "", "", 0), OWNER, Precondition.NONE);
  }

  @Test
  void objectsWithoutBytesFillTheIndexToo() {
    int objects = 0;
    while (!zone.capacity().indexFull()) {
      put("k" + objects++);
    }
    assertThat(objects).isBetween(5, 50);
    remove("k0");
    bucket.trimLog(0, bucket.logInfo().get(0).maxMarker());
    assertThat(zone.capacity().indexFull()).isFalse();
  }

  @Test
  void aKeyThatIsWrittenAgainAndAgainFillsItWithItsLog() {
    for (int i = 0; !zone.capacity().indexFull(); i++) {
      assertThat(i).isLessThan(100);
      put("k");
    }
    assertThat(bucket.usage().objects()).isEqualTo(1);
  }

  @Test
  void nothingIsReckonedWithThatIsGone() {
    put("k");
    put("l");
    long two = zone.capacity().indexUsed();
    Bucket resharded = zone.buckets().reshard(bucket, 3);
    assertThat(zone.capacity().indexUsed()).as("without its log").isPositive().isLessThan(two);
    zone.buckets().removeInstance(resharded.record().instanceKey());
    assertThat(zone.capacity().indexUsed()).isZero();
  }

  @Test
  void bytesAreClaimedUpToTheLimitAndGivenBack() {
    Capacity capacity = zone.capacity();
    Body body = Body.of(new byte[600]);
    assertThat(capacity.claim(body)).isTrue();
    assertThat(capacity.claim(body)).isFalse();
    assertThat(capacity.claimMemory(400)).isTrue();
    capacity.release(body);
    assertThat(capacity.memoryUsed()).isEqualTo(400);
    assertThat(capacity.claimDisk(1)).isFalse();
  }
}
