package io.gyre.s3.netty;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.http.SdkHttpResponse;

/** An answer's head, its headers left where the connection has put them. */
final class AnswerHead implements SdkHttpResponse {
  @Serial private static final long serialVersionUID = 1;

  private final int status;
  private final String reason;
  private final transient HttpHeaders headers;

  AnswerHead(HttpResponse head) {
    this.status = head.status().code();
    this.reason = head.status().reasonPhrase();
    this.headers = head.headers();
  }

  @Override
  public int statusCode() {
    return status;
  }

  @Override
  public Optional<String> statusText() {
    return Optional.of(reason);
  }

  @Override
  public Optional<String> firstMatchingHeader(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  @Override
  public Map<String, List<String>> headers() {
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach(
        header ->
            all.computeIfAbsent(header.getKey(), name -> new ArrayList<>()).add(header.getValue()));
    return all;
  }

  @Override
  public Builder toBuilder() {
    return SdkHttpResponse.builder().statusCode(status).statusText(reason).headers(headers());
  }
}
