package io.gyre.rgw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.config.Endpoint;
import io.gyre.config.HttpClientKind;
import io.gyre.config.Secret;
import io.gyre.config.Signature;
import io.gyre.config.TimeoutsConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.copy.ObjectVersion;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.rgw.AccessPolicy.Grant;
import io.gyre.rgw.AccessPolicy.Kind;
import io.gyre.rgw.ObjectLock.Retention;
import io.gyre.s3.EventLoops;
import io.gyre.s3.S3Client;
import io.gyre.testing.RawServer;
import io.gyre.testing.RawServer.Connection;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Retention and legal hold, against what 16.2.15 answers to a system user. */
class LockedVersionsTest {
  private static final EventLoops LOOPS = new EventLoops();
  private static final ObjectVersion VERSION =
      new ObjectVersion(new BucketName("", "b"), "k", "v1");
  private static final AccessPolicy POLICY =
      new AccessPolicy("alice", List.of(new Grant(Kind.USER, "alice", AccessPolicy.FULL_CONTROL)));
  private static final Retention RETENTION =
      new Retention("GOVERNANCE", Instant.parse("2030-01-01T00:00:00Z"));

  private final RawServer gateway = new RawServer(this::answer);
  private final S3Client client =
      S3Client.create(
          HttpClientKind.NETTY,
          new ZoneConfig(
              List.of(Endpoint.parse(gateway.endpoint())),
              "AK",
              Secret.of("SK"),
              Optional.of("z"),
              "us-east-1",
              Signature.V4,
              Optional.empty(),
              false),
          TimeoutsConfig.defaults(),
          4,
          LOOPS,
          Clock.systemUTC());
  private final RetentionWriter retentions =
      new RetentionWriter(client, new StateWriter(client, CopyObserver.NONE));

  private volatile boolean wantsGrant = true;
  private volatile boolean allowsShortening = true;
  private volatile boolean held;
  private volatile String acl = "";

  @AfterEach
  void close() throws IOException {
    client.close();
    gateway.close();
  }

  @AfterAll
  static void stop() {
    LOOPS.close();
  }

  private void answer(Connection connection) throws IOException {
    String request = connection.requestLine();
    String body = new String(connection.body(), UTF_8);
    if (request.contains("/admin/metadata/user")) {
      connection.answer(200, "", "{\"data\":{\"user_id\":\"system\"}}");
    } else if (request.contains("?acl")) {
      acl = body;
      connection.answer(200, "", "");
    } else if (request.contains("?retention")) {
      if (wantsGrant && !acl.contains("<ID>system</ID>")) {
        refuse(connection, 400, "MalformedXML");
      } else if (allowsShortening) {
        connection.answer(200, "", "");
      } else {
        refuse(connection, 403, "AccessDenied");
      }
    } else if (request.contains("?legal-hold")) {
      held = body.contains("ON");
      connection.answer(200, "", "");
    } else if (held) {
      refuse(connection, 403, "AccessDenied");
    } else {
      connection.answer(204, "", "");
    }
  }

  private static void refuse(Connection connection, int status, String code) throws IOException {
    connection.answer(
        status,
        "x-amz-request-id: tx1\r\n",
        "<Error><Code>" + code + "</Code><RequestId>tx1</RequestId></Error>");
  }

  private static Optional<Throwable> failure(CompletionStage<?> stage) throws Exception {
    return stage
        .handle((done, failure) -> Optional.ofNullable(failure).map(GatewayException::unwrap))
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  @Test
  void retentionIsWrittenWithoutGrantWhereNoneIsWanted() throws Exception {
    wantsGrant = false;

    assertThat(failure(retentions.write(VERSION, RETENTION, POLICY))).isEmpty();

    assertThat(gateway.requestLines()).hasSize(1);
  }

  @Test
  void retentionIsWrittenUnderAGrantThatIsWithdrawn() throws Exception {
    assertThat(failure(retentions.write(VERSION, RETENTION, POLICY))).isEmpty();

    assertThat(acl).isEqualTo(AclText.xml(POLICY));
    assertThat(gateway.requestLines()).filteredOn(line -> line.contains("?retention")).hasSize(2);
  }

  @Test
  void whatWasFoundOutOnceIsNotAskedAgain() throws Exception {
    failure(retentions.write(VERSION, RETENTION, POLICY));
    int before = gateway.requestLines().size();

    assertThat(failure(retentions.write(VERSION, RETENTION, POLICY))).isEmpty();

    assertThat(gateway.requestLines()).hasSize(before + 3);
  }

  @Test
  void theGrantIsWithdrawnAfterARefusalToo() throws Exception {
    allowsShortening = false;

    assertThat(failure(retentions.write(VERSION, RETENTION, POLICY)))
        .get()
        .extracting(GatewayException::classOf)
        .isEqualTo(FailureClass.DENIED);

    assertThat(acl).isEqualTo(AclText.xml(POLICY));
  }

  @Test
  void aHoldThatTheSourceNoLongerHasDoesNotKeepAVersion() throws Exception {
    held = true;

    assertThat(failure(new VersionRemoval(client).remove(VERSION))).isEmpty();

    assertThat(held).isFalse();
  }
}
