package io.gyre.rgw;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pekko.util.ByteString;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * A small request to a gateway, not yet addressed to an endpoint and not yet signed.
 *
 * @param path percent-encoded
 * @param query names and values, not encoded; a parameter without a value has an empty one
 * @param body JSON or XML; empty for none. Never shown: it may hold secret keys
 * @param last whether the connection is closed after the answer
 */
record GatewayRequest(
    SdkHttpMethod method, String path, Map<String, String> query, ByteString body, boolean last) {
  GatewayRequest {
    query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
  }

  static GatewayRequest of(SdkHttpMethod method, String path) {
    return new GatewayRequest(method, path, Map.of(), ByteString.emptyByteString(), false);
  }

  static GatewayRequest get(String path) {
    return of(SdkHttpMethod.GET, path);
  }

  /** A path of one segment, whatever characters that has. */
  static String segment(String text) {
    return "/" + SdkHttpUtils.urlEncode(text);
  }

  GatewayRequest with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(query);
    more.put(name, value);
    return new GatewayRequest(method, path, more, body, last);
  }

  GatewayRequest with(String name, int value) {
    return with(name, Integer.toString(value));
  }

  GatewayRequest with(String name) {
    return with(name, "");
  }

  GatewayRequest withBody(ByteString content) {
    return new GatewayRequest(method, path, query, content, last);
  }

  /** The same, as the last one on its connection. */
  GatewayRequest asLast() {
    return new GatewayRequest(method, path, query, body, true);
  }

  /** Path and query as they go over the wire. */
  String target() {
    StringBuilder target = new StringBuilder(path);
    String separator = "?";
    for (Map.Entry<String, String> parameter : query.entrySet()) {
      target
          .append(separator)
          .append(SdkHttpUtils.urlEncode(parameter.getKey()))
          .append('=')
          .append(SdkHttpUtils.urlEncode(parameter.getValue()));
      separator = "&";
    }
    return target.toString();
  }

  @Override
  public String toString() {
    return method + " " + target();
  }
}
