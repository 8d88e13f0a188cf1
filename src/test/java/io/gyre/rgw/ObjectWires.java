package io.gyre.rgw;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.config.DataRate;
import io.gyre.config.HttpClientKind;
import io.gyre.config.TimeoutsConfig;
import io.gyre.copy.ObjectVersion;
import io.gyre.copy.RelayResult;
import io.gyre.copy.UnaidedOwners;
import io.gyre.copy.VersionWrite;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.map.Mapping;
import io.gyre.s3.EventLoops;
import io.gyre.s3.S3Client;
import io.gyre.select.Contents;
import io.gyre.testing.RawServer;
import io.gyre.testing.RawServer.Connection;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;

/** Copies objects between two servers that answer as the test says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ObjectWires {
  static final Duration LIMIT = Duration.ofSeconds(20);
  static final ObjectVersion KEY = ObjectVersion.plain(new BucketName("", "b"), "k");
  static final int SMALL = 1000;
  static final int LARGE = 1 << 20;

  /** As 16.2.15 keeps them. */
  static final String ATTRIBUTES =
      "{\"attrs\":[{\"key\":\"user.rgw.acl\",\"val\":\"AgKHAAAAAwIUAAAABgAAAHRlc3RlcgYAAAB0ZXN0ZXIE"
          + "A2cAAAABAQAAAAYAAAB0ZXN0ZXIPAAAAAQAAAAYAAAB0ZXN0ZXIFAzgAAAACAgQAAAAAAAAABgAAAHRlc3RlcgAA"
          + "AAAAAAAAAgIEAAAADwAAAAYAAAB0ZXN0ZXIAAAAAAAAAAAAAAAAAAAAA\"}]}";

  private final EventLoops loops = new EventLoops();
  private final List<AutoCloseable> open = new ArrayList<>();

  /** The client that is tested. */
  HttpClientKind kind() {
    return HttpClientKind.NETTY;
  }

  @AfterAll
  void stop() {
    loops.close();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    open.clear();
  }

  final RawServer server(RawServer.Script script) {
    RawServer server = new RawServer(script);
    open.add(server);
    return server;
  }

  private S3Client client(RawServer server, TimeoutsConfig timeouts) {
    S3Client client = RawClient.of(server, kind(), timeouts, loops);
    open.add(0, client);
    return client;
  }

  final RgwObjectStore store(RawServer source, RawServer destination) {
    return store(source, destination, Duration.ofSeconds(10), Duration.ofSeconds(10), "1MiB/s");
  }

  final RgwObjectStore store(
      RawServer source, RawServer destination, Duration call, Duration object, String rate) {
    TimeoutsConfig standard = TimeoutsConfig.defaults();
    TimeoutsConfig timeouts =
        new TimeoutsConfig(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            call,
            object,
            DataRate.parse(rate),
            standard.drain(),
            standard.lease());
    S3Client to = client(destination, timeouts);
    return new RgwObjectStore(
        client(source, timeouts),
        to,
        Set.of(),
        new UnaidedOwners(),
        new LockDefaults(to),
        CopyObserver.NONE,
        RawClient.parts(),
        Contents.ALL,
        Mapping.NONE,
        Clock.systemUTC());
  }

  static CompletionStage<RelayResult> relay(RgwObjectStore store) {
    return store.relay(KEY, VersionWrite.PLAIN);
  }

  static GatewayException failure(CompletionStage<?> stage) {
    var failed = assertThat(stage).failsWithin(LIMIT).withThrowableOfType(ExecutionException.class);
    return (GatewayException) GatewayException.unwrap(failed.actual().getCause());
  }

  /** The head of a good answer, and the attributes. */
  static void begin(Connection connection, byte[] data) throws IOException {
    begin(connection, ATTRIBUTES, data.length, md5(data));
  }

  /** The same, with other attributes and any ETag. */
  static void begin(Connection connection, String attributes, int size, String etag)
      throws IOException {
    connection.send(
        "HTTP/1.1 200 OK\r\nContent-Length: "
            + (attributes.length() + size)
            + "\r\nRgwx-Object-Size: "
            + size
            + "\r\nRgwx-Embedded-Metadata-Len: "
            + attributes.length()
            + "\r\nRgwx-Mtime: 1795621168.789787859\r\nETag: \""
            + etag
            + "\"\r\n\r\n"
            + attributes);
  }

  static String md5(byte[] data) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
