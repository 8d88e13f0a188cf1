package io.gyre.s3.netty;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import software.amazon.awssdk.http.SdkHttpRequest;

/** A request's head, from the SDK's words to Netty's. */
final class RequestHead {
  private RequestHead() {}

  /** Its path is encoded already, and stays as it is. */
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
}
