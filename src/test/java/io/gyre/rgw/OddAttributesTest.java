package io.gyre.rgw;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.gyre.config.HttpClientKind;
import io.gyre.config.TimeoutsConfig;
import io.gyre.copy.ObjectVersion;
import io.gyre.copy.RelayResult;
import io.gyre.copy.UnaidedOwners;
import io.gyre.copy.VersionWrite;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.map.Mapping;
import io.gyre.s3.EventLoops;
import io.gyre.s3.S3Client;
import io.gyre.select.Contents;
import io.gyre.testing.RawServer;
import io.gyre.testing.RawServer.Connection;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects whose attributes say more than a copy can keep, or in words of another release. */
class OddAttributesTest {
  private static final EventLoops LOOPS = new EventLoops();
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final ObjectVersion KEY = ObjectVersion.plain(new BucketName("", "b"), "k");
  private static final String DATA = "plain text";
  private static final String MD5_OF_DATA = "31bc5c2b8fd4f20cd747347b7504a385";

  /** Of user tester, as 16.2.15 keeps it. */
  private static final byte[] ACL =
      Base64.getDecoder()
          .decode(
              "AgKHAAAAAwIUAAAABgAAAHRlc3RlcgYAAAB0ZXN0ZXIEA2cAAAABAQAAAAYAAAB0ZXN0ZXIPAAAAAQAAAAYAAAB0"
                  + "ZXN0ZXIFAzgAAAACAgQAAAAAAAAABgAAAHRlc3RlcgAAAAAAAAAAAgIEAAAADwAAAAYAAAB0ZXN0ZXIAAAAA"
                  + "AAAAAAAAAAAAAAAA");

  /** A struct whose version nobody here knows, which only readers of that version can read. */
  private static final byte[] UNKNOWN = {99, 99, 0, 0, 0, 0};

  private final Map<String, byte[]> attributes = new ConcurrentHashMap<>(Map.of("acl", ACL));
  private final Map<String, String> documents = new ConcurrentHashMap<>();
  private final Queue<String> written = new ConcurrentLinkedQueue<>();
  private final Queue<String> unknown = new ConcurrentLinkedQueue<>();
  private volatile boolean undecryptable;
  private final RawServer source = new RawServer(this::serve);
  private final RawServer destination = new RawServer(this::store);
  private final S3Client from = client(source);
  private final S3Client to = client(destination);
  private final RgwObjectStore store =
      new RgwObjectStore(
          from,
          to,
          Set.of(),
          new UnaidedOwners(),
          new LockDefaults(to),
          new Losses(),
          RawClient.parts(),
          Contents.ALL,
          Mapping.NONE,
          Clock.systemUTC());

  private final class Losses implements CopyObserver {
    @Override
    public void grantsDropped(ObjectVersion version, List<String> grantees) {}

    @Override
    public void encodingUnknown(ObjectVersion version, String attribute) {
      unknown.add(attribute);
    }

    @Override
    public void ownerReplaced(ObjectVersion version, String owner, String writer) {}

    @Override
    public void storageClassLost(ObjectVersion version, String storageClass) {}

    @Override
    public void etagDiffers(ObjectVersion version, String sourceEtag) {}
  }

  private static S3Client client(RawServer server) {
    return RawClient.of(server, HttpClientKind.NETTY, TimeoutsConfig.defaults(), LOOPS);
  }

  @AfterEach
  void close() throws IOException {
    from.close();
    to.close();
    source.close();
    destination.close();
  }

  @AfterAll
  static void stop() {
    LOOPS.close();
  }

  /** The object, or one of its documents. */
  private void serve(Connection connection) throws IOException {
    String request = connection.requestLine();
    for (Map.Entry<String, String> document : documents.entrySet()) {
      if (request.matches(".*[?&]" + document.getKey() + "[=& ].*")) {
        connection.answer(200, "", document.getValue());
        return;
      }
    }
    if (undecryptable && !request.contains("rgwx-skip-decrypt")) {
      connection.answer(
          400, "", "<Error><Code>InvalidRequest</Code><RequestId>tx1</RequestId></Error>");
      return;
    }
    String json =
        attributes.entrySet().stream()
            .map(OddAttributesTest::json)
            .collect(Collectors.joining(",", "{\"attrs\":[", "]}"));
    connection.answer(
        200,
        "Rgwx-Object-Size: "
            + DATA.length()
            + "\r\nRgwx-Embedded-Metadata-Len: "
            + json.length()
            + "\r\nRgwx-Mtime: 1795621168.789787859\r\nETag: \""
            + MD5_OF_DATA
            + "\"\r\n",
        json + DATA);
  }

  private static String json(Map.Entry<String, byte[]> attribute) {
    return "{\"key\":\"user.rgw."
        + attribute.getKey()
        + "\",\"val\":\""
        + Base64.getEncoder().encodeToString(attribute.getValue())
        + "\"}";
  }

  private void store(Connection connection) throws IOException {
    written.add(connection.head() + new String(connection.body(), ISO_8859_1));
    connection.answer(200, "ETag: \"" + MD5_OF_DATA + "\"\r\n", "");
  }

  private void has(String attribute, String text) {
    attributes.put(attribute, (text + "\0").getBytes(US_ASCII));
  }

  private String copied() {
    assertThat(store.relay(KEY, VersionWrite.PLAIN))
        .succeedsWithin(LIMIT)
        .isInstanceOfSatisfying(
            RelayResult.Copied.class, copy -> assertThat(copy.bytes()).isEqualTo(DATA.length()));
    assertThat(written).hasSize(1);
    return written.element();
  }

  private GatewayException refused() {
    var failed =
        assertThat(store.relay(KEY, VersionWrite.PLAIN))
            .failsWithin(LIMIT)
            .withThrowableOfType(ExecutionException.class);
    assertThat(written).as("nothing of it").isEmpty();
    return (GatewayException) GatewayException.unwrap(failed.actual().getCause());
  }

  /** A DLO and an SLO. */
  @ParameterizedTest
  @ValueSource(strings = {"user_manifest", "slo_manifest"})
  void aManifestOfSwiftIsNotCopied(String manifest) {
    has(manifest, "segments/of-it");

    GatewayException failure = refused();

    assertThat(failure.failureClass()).isEqualTo(FailureClass.INVALID);
    assertThat(failure).hasMessageContaining("Swift large object");
    assertThat(source.requestLines())
        .as("the manifest itself, not what it names")
        .allMatch(line -> line.contains("rgwx-sync-manifest"));
  }

  /** Its ciphertext would become the data. */
  @Test
  void whatOnlyItsOwnerCanReadIsNotCopied() {
    has("crypt.mode", "SSE-C-AES256");

    GatewayException failure = refused();

    assertThat(failure.failureClass()).isEqualTo(FailureClass.INVALID);
    assertThat(failure).hasMessageContaining("SSE-C");
  }

  /** As 16.2.15 answers to whoever does not have the key. */
  @Test
  void whatTheGatewayCannotDecryptIsNamedAsThat() {
    has("crypt.mode", "SSE-C-AES256");
    undecryptable = true;

    GatewayException failure = refused();

    assertThat(failure.failureClass()).isEqualTo(FailureClass.INVALID);
    assertThat(failure).hasMessageContaining("SSE-C");
    assertThat(source.requestLines()).hasSize(2).last(STRING).contains("rgwx-stat");
  }

  @Test
  void anotherRefusalStaysWhatItWas() {
    undecryptable = true;

    assertThat(refused()).hasMessageContaining("400").hasMessageNotContaining("SSE-C");
  }

  /** The gateway has decrypted it; it is not to be encrypted with keys of another place. */
  @ParameterizedTest
  @ValueSource(strings = {"SSE-KMS", "AES256", "RGW-AUTO"})
  void whatTheGatewayDecryptsIsCopiedPlain(String mode) {
    has("crypt.mode", mode);
    has("crypt.keyid", "testkey-1");
    attributes.put("crypt.keysel", new byte[32]);

    String write = copied();

    assertThat(write).endsWith(DATA).doesNotContain("server-side-encryption", "testkey-1");
    assertThat(source.requestLines()).noneMatch(line -> line.contains("skip-decrypt"));
  }

  @Test
  void whatCannotBeDecodedIsAskedForAndCounted() {
    for (String attribute :
        List.of("acl", "x-amz-tagging", "object-retention", "object-legal-hold")) {
      attributes.put(attribute, UNKNOWN);
    }
    documents.put(
        "acl",
        "<AccessControlPolicy><Owner><ID>alice</ID></Owner><AccessControlList><Grant><Grantee>"
            + "<ID>alice</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant><Grant><Grantee>"
            + "<URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee>"
            + "<Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>");
    documents.put(
        "tagging", "<Tagging><TagSet><Tag><Key>a b</Key><Value>1</Value></Tag></TagSet></Tagging>");
    documents.put(
        "retention",
        "<Retention><Mode>GOVERNANCE</Mode>"
            + "<RetainUntilDate>2130-01-02T03:04:05Z</RetainUntilDate></Retention>");
    documents.put("legal-hold", "<LegalHold><Status>ON</Status></LegalHold>");

    String write = copied();

    assertThat(unknown)
        .containsExactlyInAnyOrder("acl", "x-amz-tagging", "object-retention", "object-legal-hold");
    assertThat(source.requestLines()).as("each was asked for once").hasSize(5);
    assertThat(write.lines().findFirst().orElseThrow()).contains("rgwx-uid=alice");
    assertThat(write.lines())
        .contains(
            "x-amz-grant-full-control: id=\"alice\"",
            "x-amz-grant-read: uri=\"http://acs.amazonaws.com/groups/global/AllUsers\"",
            "x-amz-tagging: a%20b=1",
            "x-amz-object-lock-mode: GOVERNANCE",
            "x-amz-object-lock-retain-until-date: 2130-01-02T03:04:05Z",
            "x-amz-object-lock-legal-hold: ON");
  }

  /** The gateway keeps the tagging header of an upload in parts as it came, and shows no tags. */
  @Test
  void whatTheGatewayCannotDecodeEitherIsNothing() {
    has("x-amz-tagging", "t=1");
    documents.put("tagging", "");

    assertThat(copied()).doesNotContain("x-amz-tagging");

    assertThat(unknown).containsExactly("x-amz-tagging");
  }

  @ParameterizedTest
  @CsvSource({"acl, acl", "x-amz-tagging, tagging", "object-legal-hold, legal-hold"})
  void anotherPageIsNotTakenForAnObjectWithout(String attribute, String document) {
    attributes.put(attribute, UNKNOWN);
    documents.put(document, "<html><body>Welcome</body></html>");

    GatewayException failure = refused();

    assertThat(failure.failureClass()).isEqualTo(FailureClass.CORRUPT);
    assertThat(failure).hasMessageContaining(document).hasMessageContaining("no document of S3");
  }

  @Test
  void whatIsKnownIsNotAskedFor() {
    copied();

    assertThat(unknown).isEmpty();
    assertThat(source.requestLines()).hasSize(1);
  }
}
