package io.gyre.rgw;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.testing.RawServer;
import io.gyre.testing.RawServer.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a copy that fails leaves at both ends: no upload, no open connection, nothing written. */
class CopyLeftoversTest extends ObjectWires {
  private static final Duration SHORT = Duration.ofSeconds(1);

  /** Sooner than any limit breaks a connection off. */
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  /** An object that was uploaded in one part. */
  private RawServer multipartSource() {
    return server(
        connection -> {
          if (connection.requestLine().contains("layout")) {
            connection.answer(200, "", "{\"manifest\":{\"obj_size\":" + LARGE + "}}");
            return;
          }
          byte[] data = new byte[LARGE];
          begin(connection, ATTRIBUTES, LARGE, PartUploads.etagOf(List.of(md5(data))));
          connection.out().write(data);
        });
  }

  private RawServer multipartDestination(String silentAt, String abortAnswer) {
    return server(
        connection -> {
          byte[] body = connection.body();
          String line = connection.requestLine();
          if (line.startsWith("DELETE") && !abortAnswer.isEmpty()) {
            connection.answer(Integer.parseInt(abortAnswer), "", "");
          } else if (line.startsWith("DELETE") || line.contains(silentAt)) {
            connection.untilClosed();
          } else if (line.contains("uploads")) {
            connection.answer(200, "", "<Upload><UploadId>up</UploadId></Upload>");
          } else {
            connection.answer(200, "ETag: \"" + md5(body) + "\"\r\n", "");
          }
        });
  }

  private static long aborts(RawServer destination) {
    return destination.requestLines().stream()
        .filter(line -> line.startsWith("DELETE") && line.contains("uploadId=up"))
        .count();
  }

  /** The failure is that of the part, whatever becomes of the upload. */
  @ParameterizedTest
  @CsvSource({"204", "500", "''"})
  void aPartWithoutAnAnswerLeavesNoUpload(String abortAnswer) {
    RawServer destination = multipartDestination("partNumber", abortAnswer);
    RgwObjectStore store = store(multipartSource(), destination, SHORT, SHORT, "100MiB/s");

    GatewayException failure = failure(relay(store));

    assertThat(failure.failureClass()).isEqualTo(FailureClass.UNKNOWN_OUTCOME);
    assertThat(failure).hasMessageContaining("partNumber");
    assertThat(aborts(destination)).isEqualTo(1);
  }

  /** It may just be turning into the object. */
  @Test
  void anUploadWhoseEndHasNoAnswerIsLeftAlone() {
    RawServer destination = multipartDestination("POST /b/k?uploadId", "204");
    RgwObjectStore store = store(multipartSource(), destination, SHORT, SHORT, "100MiB/s");

    assertThat(failure(relay(store)).failureClass()).isEqualTo(FailureClass.UNKNOWN_OUTCOME);

    assertThat(destination.requestLines()).anyMatch(line -> line.startsWith("POST /b/k?uploadId"));
    assertThat(aborts(destination)).isZero();
  }

  /** Its parts are read by requests of their own, which name what they are to be of. */
  @Test
  void anObjectThatIsOverwrittenAmidItsPartsLeavesNoUpload() {
    int size = 8 * (5 << 20);
    String etag = "0123456789abcdef0123456789abcdef-8";
    CompletableFuture<Void> givenUp = new CompletableFuture<>();
    RawServer source =
        server(
            connection -> {
              if (connection.requestLine().contains("layout")) {
                connection.answer(200, "", "{\"manifest\":{\"obj_size\":" + size + "}}");
              } else if (connection.head().contains("if-match: \"" + etag + "\"")) {
                connection.answer(412, "", "<Error><Code>PreconditionFailed</Code></Error>");
              } else {
                begin(connection, ATTRIBUTES, size, etag);
                connection.untilClosed();
                givenUp.complete(null);
              }
            });
    RawServer destination = multipartDestination("nothing", "204");

    GatewayException failure = failure(relay(store(source, destination)));

    assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
    assertThat(failure).hasMessageContaining("changed at the source");
    assertThat(aborts(destination)).isEqualTo(1);
    assertThat(givenUp).as("the answer that brought the attributes").succeedsWithin(AT_ONCE);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void anAnswerThatIsNoUseIsGivenUpAtOnce(boolean relayed) {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    RawServer source =
        server(
            connection -> {
              withoutItsTime(connection);
              closed.complete(null);
            });
    RgwObjectStore store = store(source, server(Connection::untilClosed));

    assertThat(failure(relayed ? relay(store) : store.existsAtSource(KEY)).failureClass())
        .isEqualTo(FailureClass.CORRUPT);

    assertThat(closed).succeedsWithin(AT_ONCE);
  }

  private static void withoutItsTime(Connection connection) throws IOException {
    connection.send(
        "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\nRgwx-Object-Size: 99000\r\n"
            + "Rgwx-Embedded-Metadata-Len: 1000\r\n\r\n");
    connection.untilClosed();
  }

  /** A browser's form can make it; it would be further headers of a request of the system user. */
  @Test
  void metadataThatWouldBecomeAnotherHeaderIsNotSent() {
    String value =
        Base64.getEncoder().encodeToString("x\r\nx-amz-acl: public-read".getBytes(ISO_8859_1));
    String attributes =
        ATTRIBUTES.substring(0, ATTRIBUTES.length() - 2)
            + ",{\"key\":\"user.rgw.x-amz-meta-note\",\"val\":\""
            + value
            + "\"}]}";
    RawServer source =
        server(
            connection -> {
              begin(connection, attributes, SMALL, md5(new byte[SMALL]));
              connection.out().write(new byte[SMALL]);
            });
    RawServer destination = server(connection -> connection.answer(200, "", ""));

    GatewayException failure = failure(relay(store(source, destination)));

    assertThat(failure.failureClass()).isEqualTo(FailureClass.INVALID);
    assertThat(failure).hasMessageContaining("x-amz-meta-note");
    assertThat(destination.requestLines()).isEmpty();
  }
}
