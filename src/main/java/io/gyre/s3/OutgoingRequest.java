package io.gyre.s3;

import io.gyre.config.Endpoint;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * A request's head as it goes over the wire: its query encoded once, its headers in the order in
 * which they are signed. The SDK's own builder, which the clients would take as well, makes a list
 * of each value and copies all of them twice. Not safe for use by several threads until it is
 * signed.
 */
public final class OutgoingRequest implements SdkHttpRequest {
  private final SdkHttpMethod method;
  private final Endpoint endpoint;
  private final String host;
  private final String path;
  private final Map<String, String> parameters;
  private final String query;
  private final SortedMap<String, String> headers = new TreeMap<>();

  /**
   * A request to an endpoint, with the {@code Host} header for it and no other.
   *
   * @param path percent-encoded
   * @param parameters of the query, not encoded; an empty value for one that has none
   */
  public OutgoingRequest(
      SdkHttpMethod method, Endpoint endpoint, String path, Map<String, String> parameters) {
    this(method, endpoint, "", path, parameters);
  }

  /** As above, with these labels and a dot in front of the endpoint's host; without where empty. */
  OutgoingRequest(
      SdkHttpMethod method,
      Endpoint endpoint,
      String labels,
      String path,
      Map<String, String> parameters) {
    this.method = method;
    this.endpoint = endpoint;
    this.host = labels.isEmpty() ? endpoint.host() : labels + "." + endpoint.host();
    this.path = path;
    this.parameters = parameters;
    this.query = encoded(parameters);
    header("host", endpoint.port() == usualPort() ? host : host + ":" + endpoint.port());
  }

  private int usualPort() {
    return endpoint.secure() ? 443 : 80;
  }

  /** In the order of encoded names, as signatures want it. */
  private static String encoded(Map<String, String> parameters) {
    if (parameters.isEmpty()) {
      return "";
    }
    SortedMap<String, String> sorted = new TreeMap<>();
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      sorted.put(UriEncoding.encode(parameter.getKey()), UriEncoding.encode(parameter.getValue()));
    }
    StringBuilder query = new StringBuilder();
    for (Map.Entry<String, String> parameter : sorted.entrySet()) {
      query.append(query.isEmpty() ? "" : "&");
      query.append(parameter.getKey()).append('=').append(parameter.getValue());
    }
    return query.toString();
  }

  /**
   * Sets a header in place of one of that name.
   *
   * @param value its bytes as ISO-8859-1 characters; without line breaks, which nobody looks for
   */
  public OutgoingRequest header(String name, String value) {
    headers.put(name.toLowerCase(Locale.ROOT), value);
    return this;
  }

  /** The value of a header; empty when it has none. */
  String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  /** All headers in the order of their names, which are in small letters. */
  public SortedMap<String, String> sortedHeaders() {
    return Collections.unmodifiableSortedMap(headers);
  }

  /** Percent-encoded, without the query. */
  String path() {
    return path;
  }

  /** Of the query, not encoded. */
  Map<String, String> parameters() {
    return parameters;
  }

  /** Percent-encoded, in the order of the names; empty for none. */
  String query() {
    return query;
  }

  @Override
  public SdkHttpMethod method() {
    return method;
  }

  @Override
  public String protocol() {
    return endpoint.scheme();
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public int port() {
    return endpoint.port();
  }

  /** With the query, so that a client has nothing to encode once more. */
  @Override
  public String encodedPath() {
    return query.isEmpty() ? path : path + "?" + query;
  }

  @Override
  public Map<String, List<String>> rawQueryParameters() {
    return Map.of();
  }

  @Override
  public Optional<String> firstMatchingHeader(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  @Override
  public void forEachHeader(BiConsumer<? super String, ? super List<String>> taker) {
    headers.forEach((name, value) -> taker.accept(name, List.of(value)));
  }

  @Override
  public int numHeaders() {
    return headers.size();
  }

  @Override
  public Map<String, List<String>> headers() {
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    forEachHeader(all::put);
    return all;
  }

  @Override
  public Builder toBuilder() {
    return SdkHttpRequest.builder()
        .method(method)
        .protocol(protocol())
        .host(host)
        .port(port())
        .encodedPath(encodedPath())
        .headers(headers());
  }
}
