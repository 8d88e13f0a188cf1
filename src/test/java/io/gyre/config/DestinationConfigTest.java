package io.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationConfigTest {
  private static GyreConfig load(String keys) {
    String yaml =
        """
        source: { endpoint: "http://a:8000", access-key: AK, secret-key: SK }
        destination: { access-key: DK, secret-key: DS, %s }
        """;
    return new ConfigLoader(Map.of()).parse(yaml.formatted(keys), "test");
  }

  @Test
  void itIsAZoneUnlessItIsSaidToBeAStore() {
    DestinationConfig zone = load("endpoint: \"http://b:1\", zone: slave-1").destination();

    assertThat(zone.type()).isEqualTo(DestinationType.RGW);
    assertThat(zone.end().zone()).contains("slave-1");
  }

  @Test
  void everyKeyOfAStoreIsRead() {
    DestinationConfig store =
        load("""
            endpoint: "https://s3.example", type: s3, preset: minio, region: eu, path-style: false,
            bucket-tags: false, location-constraint: true, ascii-metadata: true, block-public-acls: false, crc32c: true,
            lease-bucket: leases, verify: read-back
            """)
            .destination();

    assertThat(store.type()).isEqualTo(DestinationType.S3);
    assertThat(store.quirks()).isEqualTo(new StoreQuirks(false, false, true, true, false, true));
    assertThat(store.leaseBucket()).contains("leases");
    assertThat(store.verification()).isEqualTo(Verification.READ_BACK);
    assertThat(store.region()).isEqualTo("eu");
  }

  @ParameterizedTest
  @CsvSource({
    "aws,     false, true,  true,  true,  true,  true",
    "minio,   true,  true,  false, false, true,  true",
    "ceph,    true,  true,  false, false, false, false",
    "generic, true,  false, false, true,  false, false"
  })
  void aPresetChoosesTheDefaultsOfTheSwitches(
      String preset,
      boolean pathStyle,
      boolean tags,
      boolean location,
      boolean ascii,
      boolean blockAcls,
      boolean crc32c) {
    DestinationConfig store =
        load("endpoint: \"http://b:1\", type: s3, preset: " + preset).destination();

    assertThat(store.quirks())
        .isEqualTo(new StoreQuirks(pathStyle, tags, location, ascii, blockAcls, crc32c));
    assertThat(store.verification()).isEqualTo(Verification.ETAG);
  }

  @Test
  void withoutAPresetLeastIsTakenForGranted() {
    assertThat(load("endpoint: \"http://b:1\", type: s3").destination().quirks())
        .isEqualTo(new StoreQuirks(true, false, false, true, false, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type: s3, zone: slave-1                    | destination.zone",
        "preset: aws                                | destination.preset",
        "path-style: true                           | destination.path-style",
        "bucket-tags: true                          | destination.bucket-tags",
        "location-constraint: true                  | destination.location-constraint",
        "ascii-metadata: true                       | destination.ascii-metadata",
        "lease-bucket: leases                       | destination.lease-bucket",
        "verify: etag                               | destination.verify",
        "type: s3, verify: hash                     | destination.verify",
        "type: s3, preset: other                    | destination.preset",
        "type: zone                                 | destination.type",
        "type: s3, preset: aws, signature: v2       | destination.signature"
      })
  void whatOnlyTheOtherKindHasIsRefused(String keys, String key) {
    assertRefused("endpoint: \"http://b:1\", " + keys, key);
  }

  @ParameterizedTest
  @CsvSource({"http://10.0.0.1:9000", "http://[::1]:9000"})
  void bucketsAreNotBelowAnAddress(String endpoint) {
    assertRefused(
        "endpoint: \"" + endpoint + "\", type: s3, path-style: false", "destination.path-style");
  }

  @Test
  void nobodyElseOwnsAnythingInAStore() {
    assertRefused(
        "endpoint: \"http://b:1\", type: s3 }\nfallback-owner: \"heir\"\nlimits: {",
        "fallback-owner");
  }

  private static void assertRefused(String keys, String key) {
    ConfigException refused = catchThrowableOfType(ConfigException.class, () -> load(keys));
    assertThat(refused).as(keys).isNotNull();
    assertThat(refused.problems()).extracting(Problem::key).containsExactly(key);
  }
}
