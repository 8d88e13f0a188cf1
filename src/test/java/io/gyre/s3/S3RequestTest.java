package io.gyre.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.map.BucketMap;
import io.gyre.map.KeyRule;
import io.gyre.map.Places;
import io.gyre.s3.S3Request.Method;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3RequestTest {
  @ParameterizedTest
  @CsvSource({
    "photos,       photos,       photos",
    "a.b-c.d1,     a.b-c.d1,     ''",
    "Photos,       '',           ''",
    "a_b,          '',           ''",
    "-a,           '',           ''",
    "a..b,         '',           ''",
    "1.2.3.4,      1.2.3.4,      ''"
  })
  void aBucketWithADnsNameCanBeInTheHostAndUnderTlsOneWithoutDots(
      String bucket, String plain, String secure) {
    S3Request about = S3Request.object(Method.GET, new BucketName("", bucket), "//k /");

    assertThat(about.hostLabel(false)).isEqualTo(plain);
    assertThat(about.hostLabel(true)).isEqualTo(secure);
    assertThat(about.encodedPath()).isEqualTo("/" + bucket + "///k%20/");
    assertThat(about.pathInBucket()).isEqualTo("///k%20/");
  }

  @Test
  void nothingElseIsInTheHost() {
    assertThat(S3Request.object(Method.GET, new BucketName("acme", "photos"), "k").hostLabel(false))
        .as("a tenant's bucket")
        .isEmpty();
    assertThat(S3Request.path(Method.GET, "/").hostLabel(false)).isEmpty();
    assertThat(S3Request.bucket(Method.GET, new BucketName("", "b".repeat(64))).hostLabel(false))
        .isEmpty();
    assertThat(S3Request.bucket(Method.GET, new BucketName("", "photos")).pathInBucket())
        .isEqualTo("/");
  }

  @Test
  void aListingOfWhatLosesItsPrefixIsAskedForWithoutTheSourceS() {
    Places places = new Places(BucketMap.NONE, List.of(KeyRule.parse("logs:app/ ->")));

    assertThat(listing("app/", "app/", "v").at(places).query())
        .containsOnlyKeys("versions", "max-keys");
    assertThat(listing("app/x", "app/y", "v").at(places).query())
        .containsEntry("prefix", "x")
        .containsEntry("key-marker", "y")
        .containsEntry("version-id-marker", "v");
  }

  private static S3Request listing(String prefix, String marker, String version) {
    return S3Request.bucket(Method.GET, new BucketName("", "logs"))
        .flag("versions")
        .query("prefix", prefix)
        .query("max-keys", "10")
        .query("key-marker", marker)
        .query("version-id-marker", version);
  }

  private final S3Request request = S3Request.path(Method.PUT, "/b/k");

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nx-amz-acl: public-read", "a\nb", "a\rb", "a\0b"})
  void aHeaderThatWouldBecomeTwoIsRefusedAndNotTold(String text) {
    assertThatThrownBy(() -> request.header("x-amz-meta-a", text))
        .isInstanceOfSatisfying(
            GatewayException.class,
            failure -> assertThat(failure.failureClass()).isEqualTo(FailureClass.INVALID))
        .hasMessageContaining("/b/k")
        .hasMessageNotContaining("public-read");
    assertThatThrownBy(() -> request.headers(Map.of("x-amz-meta-" + text, "a")))
        .isInstanceOf(GatewayException.class);
    assertThat(request.headers()).isEmpty();
  }
}
