package io.gyre.s3.netty;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Iterator;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Heads of requests and answers, from the SDK's words to Netty's and back. */
final class Heads {
  private Heads() {}

  /** A request's head, its path as it is encoded already. */
  static HttpRequest of(SdkHttpRequest request) {
    String path = request.encodedPath().isEmpty() ? "/" : request.encodedPath();
    String uri = request.encodedQueryParameters().map(query -> path + "?" + query).orElse(path);
    HttpHeaders headers =
        DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
    request.forEachHeader(headers::add);
    return new DefaultHttpRequest(
        HttpVersion.HTTP_1_1, HttpMethod.valueOf(request.method().name()), uri, headers);
  }

  static boolean expectsContinue(SdkHttpRequest request) {
    return request
        .firstMatchingHeader("Expect")
        .filter(value -> value.equalsIgnoreCase("100-continue"))
        .isPresent();
  }

  /** An answer's head. */
  static SdkHttpResponse of(HttpResponse head) {
    SdkHttpResponse.Builder answer =
        SdkHttpResponse.builder()
            .statusCode(head.status().code())
            .statusText(head.status().reasonPhrase());
    Iterator<Map.Entry<String, String>> headers = head.headers().iteratorAsString();
    while (headers.hasNext()) {
      Map.Entry<String, String> header = headers.next();
      answer.appendHeader(header.getKey(), header.getValue());
    }
    return answer.build();
  }
}
