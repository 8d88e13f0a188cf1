package io.gyre.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.config.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

class OutgoingRequestTest {
  private static final Endpoint PLAIN = Endpoint.parse("http://s3.example:8000");
  private static final Endpoint SECURE = Endpoint.parse("https://s3.example");

  private static OutgoingRequest request(Endpoint endpoint, String labels) {
    return new OutgoingRequest(SdkHttpMethod.GET, endpoint, labels, "/b/k", Map.of());
  }

  @Test
  void theHostHeaderHasThePortUnlessItIsTheSchemesOwn() {
    assertThat(request(PLAIN, "").header("Host")).isEqualTo("s3.example:8000");
    assertThat(request(SECURE, "").header("Host")).isEqualTo("s3.example");
    assertThat(request(Endpoint.parse("http://s3.example"), "").header("Host"))
        .isEqualTo("s3.example");
    assertThat(request(Endpoint.parse("https://s3.example:80"), "").header("Host"))
        .isEqualTo("s3.example:80");
  }

  @Test
  void labelsOfABucketAreInTheHost() {
    OutgoingRequest request = request(SECURE, "photos");

    assertThat(request.host()).isEqualTo("photos.s3.example");
    assertThat(request.header("host")).isEqualTo("photos.s3.example");
  }

  @Test
  void theQueryIsEncodedAndInTheOrderThatSignaturesWant() {
    Map<String, String> parameters =
        Map.of("prefix", "a b+c/~\u00fc*", "acl", "", "Zebra", "1", "list-type", "2");
    OutgoingRequest request =
        new OutgoingRequest(SdkHttpMethod.GET, PLAIN, "/b/%2F", new TreeMap<>(parameters));

    assertThat(request.query()).isEqualTo("Zebra=1&acl=&list-type=2&prefix=a%20b%2Bc%2F~%C3%BC%2A");
    assertThat(request.path()).isEqualTo("/b/%2F");
    assertThat(request.encodedPath()).isEqualTo("/b/%2F?" + request.query());
    assertThat(request.encodedQueryParameters()).as("for clients there is none left").isEmpty();
    assertThat(request(PLAIN, "").encodedPath()).isEqualTo("/b/k");
  }

  @Test
  void headersAreFoundByNamesInAnyCaseAndReplaced() {
    OutgoingRequest request = request(PLAIN, "").header("X-Amz-Acl", "private");
    request.header("x-amz-ACL", "public-read");

    assertThat(request.header("X-AMZ-acl")).isEqualTo("public-read");
    assertThat(request.firstMatchingHeader("X-Amz-Acl")).hasValue("public-read");
    assertThat(request.firstMatchingHeader("x-amz-date")).isEmpty();
    assertThat(request.header("x-amz-date")).isEmpty();
    assertThat(request.sortedHeaders()).containsOnlyKeys("host", "x-amz-acl");
    assertThat(request.numHeaders()).isEqualTo(2);
    assertThat(request.headers().get("X-Amz-Acl")).isEqualTo(List.of("public-read"));
  }

  @Test
  void whatTheSdkMakesOfItIsTheSameRequest() {
    OutgoingRequest request =
        new OutgoingRequest(SdkHttpMethod.PUT, PLAIN, "", "/b/k", Map.of("acl", ""))
            .header("x-amz-meta-a", "1");

    SdkHttpRequest copy = request.toBuilder().build();

    assertThat(copy.method()).isEqualTo(SdkHttpMethod.PUT);
    assertThat(copy.getUri()).hasToString("http://s3.example:8000/b/k?acl=");
    assertThat(copy.headers()).isEqualTo(request.headers());
  }
}
