package io.gyre.store;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.notFound;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static io.gyre.store.StoreFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.gyre.config.StorePreset;
import io.gyre.lease.Lease.Answer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ObjectLeaseTest {
  private static final Duration LENGTH = Duration.ofSeconds(20);
  private static StoreFixture zones;

  private long nanos = TimeUnit.DAYS.toNanos(1);

  @BeforeAll
  static void start() {
    zones = new StoreFixture();
  }

  @AfterAll
  static void stop() {
    zones.close();
  }

  /** A bucket for each test, named after it. */
  private ObjectLease lease(String bucket, String holder) {
    return new ObjectLease(
        zones.storeClient(),
        bucket,
        new BucketMaking(""),
        "zone",
        holder,
        Duration.ofSeconds(10),
        () -> nanos);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void oneHolderHasItAsLongAsItIsRenewed() throws Exception {
    ObjectLease ours = lease("renewed", "host/ours");
    ObjectLease theirs = lease("renewed", "host/theirs");

    assertThat(done(ours.take(LENGTH))).as("made with its bucket").isEqualTo(Answer.HELD);
    for (int i = 0; i < 4; i++) {
      assertThat(done(theirs.take(LENGTH))).isEqualTo(Answer.REFUSED);
      pass(LENGTH.minusSeconds(1));
      assertThat(done(ours.take(LENGTH))).isEqualTo(Answer.HELD);
    }
    assertThat(done(theirs.take(LENGTH))).isEqualTo(Answer.REFUSED);
  }

  @Test
  void itLapsesWhenItWasNotRenewedForItsLengthByTheClockOfWhoeverWaits() throws Exception {
    ObjectLease ours = lease("lapsed", "host/ours");
    ObjectLease theirs = lease("lapsed", "host/theirs");
    done(ours.take(LENGTH));
    pass(LENGTH.multipliedBy(10));

    assertThat(done(theirs.take(LENGTH)))
        .as("it is seen for the first time")
        .isEqualTo(Answer.REFUSED);
    pass(LENGTH.minusNanos(1));
    assertThat(done(theirs.take(LENGTH))).isEqualTo(Answer.REFUSED);
    pass(Duration.ofNanos(1));
    assertThat(done(theirs.take(LENGTH))).isEqualTo(Answer.HELD);

    assertThat(done(ours.take(LENGTH))).isEqualTo(Answer.REFUSED);
  }

  @Test
  void oneThatIsGivenBackIsFreeAtOnceAndNobodyGivesBackAnothers() throws Exception {
    ObjectLease ours = lease("released", "host/ours");
    ObjectLease theirs = lease("released", "host/theirs");
    done(ours.take(LENGTH));

    done(theirs.release());
    assertThat(done(theirs.take(LENGTH))).isEqualTo(Answer.REFUSED);
    done(ours.release());

    assertThat(done(theirs.take(LENGTH))).isEqualTo(Answer.HELD);
  }

  @Test
  void aStateThatStartsAnewHasItsOwnStill() throws Exception {
    done(lease("same", "host/ours").take(LENGTH));

    assertThat(done(lease("same", "host/ours").take(LENGTH))).isEqualTo(Answer.HELD);
    assertThat(done(lease("same", "copied/ours").take(LENGTH))).isEqualTo(Answer.REFUSED);
  }

  @Test
  void whatElseIsThereIsNotWrittenOver() throws Exception {
    zones.account().createBucket("foreign");
    zones.account().put("foreign", ObjectLease.keyOf("zone"), "not a lease");

    assertThat(done(lease("foreign", "host/ours").take(LENGTH))).isEqualTo(Answer.REFUSED);
  }

  @Test
  void aStoreThatDoesNotKeepToConditionsHasNone() throws Exception {
    WireMockServer store = new WireMockServer(options().dynamicPort());
    store.start();
    try {
      store.stubFor(any(anyUrl()).willReturn(ok()));
      assertThat(done(at(store).take(LENGTH))).isEqualTo(Answer.UNSUPPORTED);
      store.stubFor(get(anyUrl()).willReturn(notFound()));
      store.stubFor(put(anyUrl()).willReturn(status(501)));
      assertThat(done(at(store).take(LENGTH))).isEqualTo(Answer.UNSUPPORTED);
    } finally {
      store.stop();
    }
  }

  private ObjectLease at(WireMockServer store) {
    return new ObjectLease(
        zones.clientAt(store.baseUrl(), StorePreset.GENERIC),
        "leases",
        new BucketMaking(""),
        "zone",
        "host/ours",
        Duration.ofSeconds(10),
        () -> nanos);
  }
}
