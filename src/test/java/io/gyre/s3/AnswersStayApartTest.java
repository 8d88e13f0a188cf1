package io.gyre.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.config.Endpoint;
import io.gyre.config.HttpClientKind;
import io.gyre.config.Secret;
import io.gyre.config.Signature;
import io.gyre.config.TimeoutsConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.log.BucketName;
import io.gyre.s3.S3Request.Method;
import io.gyre.testing.RawServer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An answer belongs to the request that it was given to, whatever else a connection carries. */
class AnswersStayApartTest {
  /** More than is asked for at first, and no more than is read in a row. */
  private static final int LARGE = 100_000;

  private static S3Client client(String endpoint, EventLoops loops) {
    ZoneConfig zone =
        new ZoneConfig(
            List.of(Endpoint.parse(endpoint)),
            "AK",
            Secret.of("very secret"),
            Optional.of("z"),
            "us-east-1",
            Signature.V4,
            Optional.empty(),
            false);
    return S3Client.create(
        HttpClientKind.NETTY, zone, TimeoutsConfig.defaults(), 1, loops, Clock.systemUTC());
  }

  private static S3Request get(String key) {
    return S3Request.object(Method.GET, new BucketName("", "b"), key);
  }

  private static String answer(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  @Test
  void aSecondAnswerToOneRequestIsNotTakenForThatOfTheNext() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    RawServer.Script twoAnswersAtFirst =
        connection -> {
          boolean first = connections.incrementAndGet() == 1;
          connection.send(first ? answer("first") + answer("surplus") : answer("second"));
          connection.untilClosed();
        };
    try (EventLoops loops = new EventLoops();
        RawServer server = new RawServer(twoAnswersAtFirst);
        S3Client client = client(server.endpoint(), loops)) {

      S3Answer second =
          client
              .call(get("first"))
              .thenCompose(first -> client.call(get(first.text())))
              .get(10, TimeUnit.SECONDS);

      assertThat(second.text()).isEqualTo("second");
      assertThat(connections).hasValue(2);
    }
  }

  /** The end of an answer has come, and not all of it has been asked for. */
  @Test
  void norIsItTakenForMoreOfAnAnswerThatIsReadSlowly() throws Exception {
    String large = "a".repeat(LARGE);
    RawServer.Script twoAnswers =
        connection -> {
          connection.send(answer(large) + answer("surplus"));
          connection.untilClosed();
        };
    try (EventLoops loops = new EventLoops();
        RawServer server = new RawServer(twoAnswers);
        S3Client client = client(server.endpoint(), loops)) {
      OpenAnswer open = client.open(get("large")).get(10, TimeUnit.SECONDS);

      byte[] read = open.body().collect(LARGE).toCompletableFuture().get(10, TimeUnit.SECONDS);

      assertThat(new String(read, StandardCharsets.UTF_8)).isEqualTo(large);
    }
  }
}
