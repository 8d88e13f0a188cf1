package io.gyre.rgw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gyre.config.HttpClientKind;
import io.gyre.config.TimeoutsConfig;
import io.gyre.copy.ObjectVersion;
import io.gyre.copy.RelayResult;
import io.gyre.copy.UnaidedOwners;
import io.gyre.copy.VersionWrite;
import io.gyre.log.BucketName;
import io.gyre.map.Mapping;
import io.gyre.s3.EventLoops;
import io.gyre.s3.S3Client;
import io.gyre.select.Contents;
import io.gyre.testing.RawServer;
import io.gyre.testing.RawServer.Connection;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a copy loses is told once the copy is there. */
class LossesToldTest {
  private static final ObjectVersion KEY = ObjectVersion.plain(new BucketName("", "b"), "k");
  private static final String ETAG = "0".repeat(32) + "-3";
  private static final int SIZE = 1000;

  /** As 16.2.15 keeps them: an ACL, and storage class COLD. */
  private static final String ATTRIBUTES =
      "{\"attrs\":[{\"key\":\"user.rgw.acl\",\"val\":\"AgKHAAAAAwIUAAAABgAAAHRlc3RlcgYAAAB0ZXN0ZXIE"
          + "A2cAAAABAQAAAAYAAAB0ZXN0ZXIPAAAAAQAAAAYAAAB0ZXN0ZXIFAzgAAAACAgQAAAAAAAAABgAAAHRlc3RlcgAA"
          + "AAAAAAAAAgIEAAAADwAAAAYAAAB0ZXN0ZXIAAAAAAAAAAAAAAAAAAAAA\"},"
          + "{\"key\":\"user.rgw.storage_class\",\"val\":\"Q09MRAA=\"}]}";

  private final Queue<String> told = new ConcurrentLinkedQueue<>();

  @Test
  void anEtagThatCannotBeKeptAndAStorageClassThatIsNotThere() throws Exception {
    RelayResult copied = relay(200);

    assertThat(copied)
        .isInstanceOfSatisfying(
            RelayResult.Copied.class, copy -> assertThat(copy.etagKept()).isFalse());
    assertThat(told).containsExactlyInAnyOrder("ETag " + ETAG, "class COLD");
  }

  @Test
  void whatWasNotCopiedLostNothing() {
    assertThatThrownBy(() -> relay(403)).hasMessageContaining("403");
    assertThat(told).isEmpty();
  }

  private RelayResult relay(int status) throws Exception {
    try (EventLoops loops = new EventLoops();
        RawServer source = new RawServer(LossesToldTest::serve);
        RawServer destination = new RawServer(connection -> store(connection, status));
        S3Client from =
            RawClient.of(source, HttpClientKind.NETTY, TimeoutsConfig.defaults(), loops);
        S3Client to =
            RawClient.of(destination, HttpClientKind.NETTY, TimeoutsConfig.defaults(), loops)) {
      return new RgwObjectStore(
              from,
              to,
              Set.of("STANDARD"),
              new UnaidedOwners(),
              new LockDefaults(to),
              new Listener(),
              RawClient.parts(),
              Contents.ALL,
              Mapping.NONE,
              Clock.systemUTC())
          .relay(KEY, VersionWrite.PLAIN)
          .toCompletableFuture()
          .get(20, TimeUnit.SECONDS);
    }
  }

  /** Of three parts that nobody can have uploaded so: it is written by one request. */
  private static void serve(Connection connection) throws IOException {
    connection.body();
    if (connection.requestLine().contains("layout")) {
      connection.answer(200, "", "{\"manifest\":{\"obj_size\":" + SIZE + ",\"rules\":[]}}");
      return;
    }
    connection.answer(
        200,
        "Rgwx-Object-Size: "
            + SIZE
            + "\r\nRgwx-Embedded-Metadata-Len: "
            + ATTRIBUTES.length()
            + "\r\nRgwx-Mtime: 1795621168.789787859\r\nETag: \""
            + ETAG
            + "\"\r\n",
        ATTRIBUTES + "x".repeat(SIZE));
  }

  private static void store(Connection connection, int status) throws IOException {
    connection.body();
    connection.answer(status, "ETag: \"" + "1".repeat(32) + "\"\r\n", "");
  }

  private final class Listener implements CopyObserver {
    @Override
    public void grantsDropped(ObjectVersion version, List<String> grantees) {
      told.add("grants");
    }

    @Override
    public void encodingUnknown(ObjectVersion version, String attribute) {
      told.add("encoding");
    }

    @Override
    public void ownerReplaced(ObjectVersion version, String owner, String writer) {
      told.add("owner");
    }

    @Override
    public void etagDiffers(ObjectVersion version, String etag) {
      told.add("ETag " + etag);
    }

    @Override
    public void storageClassLost(ObjectVersion version, String storageClass) {
      told.add("class " + storageClass);
    }
  }
}
