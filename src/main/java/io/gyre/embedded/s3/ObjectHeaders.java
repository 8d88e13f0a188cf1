package io.gyre.embedded.s3;

import io.gyre.embedded.http.GatewayRequest;
import io.gyre.embedded.http.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Which request headers are kept with an object, under which name, and how they are sent back. */
final class ObjectHeaders {
  static final String CONTENT_TYPE = "content_type";
  static final String STORAGE_CLASS = "storage_class";
  static final String META = "x-amz-meta-";

  private static final Map<String, String> KEPT = new LinkedHashMap<>();
  private static final Map<String, String> OVERRIDES = new LinkedHashMap<>();

  static {
    KEPT.put("cache-control", "Cache-Control");
    KEPT.put("content-disposition", "Content-Disposition");
    KEPT.put("content-encoding", "Content-Encoding");
    KEPT.put("content-language", "Content-Language");
    KEPT.put("expires", "Expires");
    KEPT.forEach((header, sent) -> OVERRIDES.put("response-" + header, sent));
  }

  private ObjectHeaders() {}

  /** The text attributes that a request's headers make. */
  static Map<String, String> texts(GatewayRequest request) {
    Map<String, String> texts = new TreeMap<>();
    KEPT.keySet()
        .forEach(
            header ->
                request
                    .header(header)
                    .map(value -> withoutFraming(header, value))
                    .filter(value -> !value.isEmpty())
                    .ifPresent(value -> texts.put(header.replace('-', '_'), value)));
    request.header("content-type").ifPresent(type -> texts.put(CONTENT_TYPE, type));
    request
        .header(S3Call.STORAGE_CLASS)
        .filter(name -> !name.isEmpty())
        .ifPresent(name -> texts.put(STORAGE_CLASS, name));
    copy(request, "x-amz-website-redirect-location", texts);
    request
        .headers()
        .forEach(
            (name, value) -> {
              if (name.startsWith(META)) {
                texts.put(name.replace('_', '-'), value.strip());
              }
            });
    return texts;
  }

  /** Adds the headers that bring an object's texts back. */
  static void send(Reply reply, Map<String, String> texts, GatewayRequest request) {
    texts.forEach(
        (name, value) -> {
          if (name.startsWith(META) || name.equals("x-amz-website-redirect-location")) {
            reply.header(name, value);
          }
        });
    KEPT.forEach(
        (header, sent) -> {
          String value = texts.get(header.replace('-', '_'));
          if (value != null && !request.query().has("response-" + header)) {
            reply.header(sent, value);
          }
        });
    OVERRIDES.forEach(
        (parameter, sent) ->
            request.query().get(parameter).ifPresent(value -> reply.header(sent, value)));
    String storageClass = texts.get(STORAGE_CLASS);
    if (storageClass != null) {
      reply.header("X-Amz-Storage-Class", storageClass);
    }
  }

  /** {@code aws-chunked} says how the body was sent, not what the object is. */
  private static String withoutFraming(String header, String value) {
    if (!header.equals("content-encoding") || !value.contains("aws-chunked")) {
      return value;
    }
    return value.replaceAll("\\s*aws-chunked\\s*,?\\s*", "").replaceAll(",\\s*$", "");
  }

  private static void copy(GatewayRequest request, String name, Map<String, String> texts) {
    request.header(name).ifPresent(value -> texts.put(name, value));
  }
}
