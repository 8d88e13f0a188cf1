package io.gyre.rgw;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gyre.copy.RelayResult;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.testing.RawServer;
import io.gyre.testing.RawServer.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The copy of an object when the wire, or what is at its other end, misbehaves. */
class ObjectFaultsTest extends ObjectWires {
  private final AtomicInteger stored = new AtomicInteger();

  @BeforeEach
  void nothingIsStored() {
    stored.set(0);
  }

  /** Says 200 to every PUT that it has got whole, and counts it. */
  private RawServer destination() {
    return server(this::store);
  }

  private void store(Connection connection) throws IOException {
    byte[] body = connection.body();
    boolean whole = body.length == SMALL || body.length >= LARGE;
    if (connection.requestLine().startsWith("PUT") && whole) {
      stored.incrementAndGet();
      connection.answer(200, "ETag: \"" + md5(body) + "\"\r\n", "");
    } else {
      connection.answer(204, "", "");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void aWholeAnswerIsCopied(int size) {
    RawServer source =
        server(
            connection -> {
              begin(connection, new byte[size]);
              connection.out().write(new byte[size]);
            });

    assertThat(relay(store(source, destination()))).succeedsWithin(LIMIT);
    assertThat(stored).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void aBodyThatStopsShortIsNotBelieved(int size) {
    RawServer source =
        server(
            connection -> {
              begin(connection, new byte[size]);
              connection.out().write(new byte[size / 2]);
            });

    assertThat(failure(relay(store(source, destination()))).failureClass())
        .isIn(FailureClass.TRANSIENT, FailureClass.CORRUPT);
    assertThat(stored).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void aSourceThatResetsIsNotBelieved(int size) {
    RawServer source =
        server(
            connection -> {
              begin(connection, new byte[size]);
              connection.out().write(new byte[size / 2]);
              connection.out().flush();
              connection.reset();
            });

    assertThat(failure(relay(store(source, destination()))).failureClass())
        .isIn(FailureClass.TRANSIENT, FailureClass.CORRUPT);
    assertThat(stored).hasValue(0);
  }

  @Test
  void otherBytesThanAnnouncedAreNotBelieved() {
    RawServer source =
        server(
            connection -> {
              begin(connection, new byte[SMALL]);
              connection.out().write("x".repeat(SMALL).getBytes(ISO_8859_1));
            });

    assertThat(failure(relay(store(source, destination()))).failureClass())
        .isEqualTo(FailureClass.CORRUPT);
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void aSourceThatTricklesIsGivenUp(int size) {
    Semaphore never = new Semaphore(0);
    RawServer source =
        server(
            connection -> {
              begin(connection, new byte[size]);
              trickle(connection, size, never);
            });
    RgwObjectStore store =
        store(source, destination(), Duration.ofSeconds(1), Duration.ofSeconds(1), "100MiB/s");

    assertThat(failure(relay(store)).failureClass()).isEqualTo(FailureClass.TRANSIENT);
    assertThat(stored).hasValue(0);
  }

  private static void trickle(Connection connection, int bytes, Semaphore never)
      throws IOException {
    try {
      for (int i = 0; i < bytes; i++) {
        connection.out().write(0);
        connection.out().flush();
        if (never.tryAcquire(20, java.util.concurrent.TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aSourceThatNeverAnswersIsGivenUp() {
    RgwObjectStore store =
        store(
            server(Connection::untilClosed),
            destination(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            "1MiB/s");

    assertThat(failure(relay(store)).failureClass()).isEqualTo(FailureClass.TRANSIENT);
    assertThat(stored).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void aDestinationThatNeverAnswersLeavesTheOutcomeUnknown(int size) {
    RawServer source =
        server(
            connection -> {
              begin(connection, new byte[size]);
              connection.out().write(new byte[size]);
            });
    RawServer silent =
        server(
            connection -> {
              connection.body();
              connection.untilClosed();
            });
    RgwObjectStore store =
        store(source, silent, Duration.ofSeconds(1), Duration.ofSeconds(1), "100MiB/s");

    assertThat(failure(relay(store)).failureClass()).isEqualTo(FailureClass.UNKNOWN_OUTCOME);
  }

  @Test
  void aDestinationThatResetsAmidTheBodyLeavesTheOutcomeUnknown() {
    RawServer source =
        server(
            connection -> {
              begin(connection, new byte[LARGE]);
              connection.out().write(new byte[LARGE]);
            });
    RawServer resetting =
        server(
            connection -> {
              connection.send("HTTP/1.1 100 Continue\r\n\r\n");
              connection.read(LARGE / 2);
              connection.reset();
            });

    assertThat(failure(relay(store(source, resetting))).failureClass())
        .isEqualTo(FailureClass.UNKNOWN_OUTCOME);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html><body>404 Not Found</body></html>",
        "<Error><Code>NoSuchKey</Code></Error>",
        "<Error><Code>NoSuchBucket</Code><RequestId>tx</RequestId></Error>",
        "<Error><Code>NoSuchKey</Code><RequestId>tx</Req"
      })
  void only404OfTheGatewayItselfProvesThatAKeyIsGone(String page) {
    RawServer source = server(connection -> connection.answer(404, "", page));
    RgwObjectStore store = store(source, destination());

    assertThat(failure(relay(store)).failureClass()).isEqualTo(FailureClass.TRANSIENT);
    assertThat(failure(store.existsAtSource(KEY)).failureClass()).isEqualTo(FailureClass.TRANSIENT);
  }

  @Test
  void a404ThatBreaksOffProvesNothing() {
    RawServer source =
        server(
            connection ->
                connection.send(
                    "HTTP/1.1 404 Not Found\r\nContent-Length: 500\r\n\r\n"
                        + "<Error><Code>NoSuchKey</Code><RequestId>tx</RequestId></Error>"));

    assertThat(failure(relay(store(source, destination()))).failureClass())
        .isEqualTo(FailureClass.TRANSIENT);
  }

  @Test
  void theGatewaysOwn404MeansGone() {
    RawServer source =
        server(
            connection ->
                connection.answer(
                    404, "", "<Error><Code>NoSuchKey</Code><RequestId>tx</RequestId></Error>"));

    assertThat(relay(store(source, destination())))
        .succeedsWithin(LIMIT)
        .isEqualTo(new RelayResult.Gone(false));
  }

  @Test
  void headersPastTheGatewaysLimitAreSaidToBeThat() {
    RawServer source =
        server(
            connection -> {
              begin(connection, new byte[SMALL]);
              connection.out().write(new byte[SMALL]);
            });
    RawServer refusing =
        server(
            connection -> {
              connection.body();
              connection.answer(400, "", "");
            });

    GatewayException failure = failure(relay(store(source, refusing)));

    assertThat(failure.failureClass()).isEqualTo(FailureClass.INVALID);
    assertThat(failure).hasMessageContaining("16 KiB");
  }

  /** What is read ahead sits in the buffers of four sockets and in a few of our own. */
  @Test
  void aSlowDestinationSlowsTheReadingOfTheSource() {
    int size = 96 << 20;
    byte[] piece = new byte[64 << 10];
    AtomicLong written = new AtomicLong();
    CompletableFuture<Void> goOn = new CompletableFuture<>();
    RawServer source =
        server(
            connection -> {
              // An ETag that is not an MD5, so that nothing of it has to be known beforehand.
              begin(connection, ATTRIBUTES, size, "not-an-md5");
              for (int left = size; left > 0; left -= piece.length) {
                connection.out().write(piece);
                written.addAndGet(piece.length);
              }
            });
    RawServer slow =
        server(
            connection -> {
              connection.send("HTTP/1.1 100 Continue\r\n\r\n");
              goOn.join();
              drain(connection, size);
              connection.answer(200, "ETag: \"" + "0".repeat(32) + "-1\"\r\n", "");
            });
    CompletableFuture<RelayResult> copied = relay(store(source, slow)).toCompletableFuture();

    AtomicLong before = new AtomicLong();
    await()
        .pollInterval(Duration.ofMillis(500))
        .atMost(LIMIT)
        .until(() -> written.get() > 0 && written.get() == before.getAndSet(written.get()));
    assertThat(written.get()).isLessThan(size / 2);
    assertThat(copied).isNotDone();

    goOn.complete(null);
    assertThat(copied).succeedsWithin(LIMIT);
  }

  private static void drain(Connection connection, int size) throws IOException {
    for (int left = size; left > 0; ) {
      left -= connection.read(Math.min(left, 64 << 10)).length;
    }
  }
}
