package io.gyre.s3;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.map.KeyMap;
import io.gyre.map.Place;
import io.gyre.map.Places;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One request to an S3 endpoint, put together step by step and then sent once. Not safe for use by
 * several threads.
 */
public final class S3Request {
  /** The methods that S3 uses. */
  public enum Method {
    GET,
    HEAD,
    PUT,
    POST,
    DELETE;

    /** Whether the request changes something, so that a lost answer leaves the outcome unknown. */
    boolean writes() {
      return this != GET && this != HEAD;
    }
  }

  /** Names of buckets that a host can have in front. */
  private static final Pattern HOST_LABELS =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

  private static final int LABEL_MAX = 63;

  /** Parameters of requests that list keys of a bucket. */
  private static final List<String> LISTINGS = List.of("versions", "uploads", "list-type");

  private final Method method;
  private final Optional<Named> about;
  private final String bucket;
  private final String path;
  private final Map<String, String> query = new LinkedHashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private RequestBody body = RequestBody.EMPTY;

  /**
   * What a request is about.
   *
   * @param key empty for the bucket itself
   */
  private record Named(BucketName bucket, Optional<String> key) {}

  private S3Request(Method method, Named about) {
    this.method = method;
    this.about = Optional.of(about);
    this.bucket = named(about.bucket());
    this.path = about.key().map(key -> "/" + UriEncoding.encodePath(key)).orElse("");
  }

  private S3Request(Method method, String path) {
    this.method = method;
    this.about = Optional.empty();
    this.bucket = "";
    this.path = path;
  }

  /** A request about an object; the key is taken as it is, to the byte. */
  public static S3Request object(Method method, BucketName bucket, String key) {
    return new S3Request(method, new Named(bucket, Optional.of(key)));
  }

  /** A request about a bucket. */
  public static S3Request bucket(Method method, BucketName bucket) {
    return new S3Request(method, new Named(bucket, Optional.empty()));
  }

  /** A request about something else, such as {@code /admin/metadata/user}. */
  public static S3Request path(Method method, String encodedPath) {
    return new S3Request(method, encodedPath);
  }

  /** The same request about what the source's bucket and key are at these places. */
  S3Request at(Places places) {
    if (places.isSame() || about.isEmpty()) {
      return this;
    }
    Named there = placed(about.get(), places);
    S3Request moved = new S3Request(method, there);
    moved.query.putAll(query);
    if (about.get().key().isEmpty() && LISTINGS.stream().anyMatch(query::containsKey)) {
      moved.list(places.keysOf(about.get().bucket()));
    }
    moved.headers.putAll(headers);
    moved.body = body;
    return moved;
  }

  /** Of a listing; what becomes empty there is not said at all. */
  private void list(KeyMap keys) {
    if (!keys.isSame()) {
      String prefix = Optional.ofNullable(query.remove("prefix")).orElse("");
      queryIfGiven("prefix", keys.prefixThere(prefix));
      for (String name : List.of("key-marker", "start-after")) {
        String marker = Optional.ofNullable(query.remove(name)).orElse("");
        queryIfGiven(name, keys.markerThere(marker));
      }
      if (!query.containsKey("key-marker")) {
        query.remove("version-id-marker");
      }
    }
  }

  private static Named placed(Named about, Places places) {
    try {
      Place place = places.of(about.bucket());
      return new Named(place.bucket(), about.key().map(place.keys()::toThere));
    } catch (IllegalArgumentException e) {
      throw new GatewayException(FailureClass.INVALID, String.valueOf(e.getMessage()), e);
    }
  }

  /** The gateway's way to name another tenant's bucket is {@code /tenant:bucket}. */
  private static String named(BucketName bucket) {
    String name = UriEncoding.encode(bucket.name());
    return bucket.tenant().isEmpty() ? name : UriEncoding.encode(bucket.tenant() + ":") + name;
  }

  /** Adds a query parameter; both parts are encoded when the request is sent. */
  public S3Request query(String name, String value) {
    query.put(name, value);
    return this;
  }

  /** Adds query parameters. */
  public S3Request queries(Map<String, String> more) {
    query.putAll(more);
    return this;
  }

  /** Adds a query parameter unless its value is empty. */
  public S3Request queryIfGiven(String name, String value) {
    return value.isEmpty() ? this : query(name, value);
  }

  /** Adds a query parameter without a value, such as {@code acl}. */
  public S3Request flag(String name) {
    return query(name, "");
  }

  /**
   * Adds a header. One that would end early, and make its rest another header, is refused here:
   * Gyre's own client does not look at what it sends.
   *
   * @param value its bytes as ISO-8859-1 characters, which is how they go over the wire
   */
  public S3Request header(String name, String value) {
    if (endsEarly(name) || endsEarly(value)) {
      throw new GatewayException(
          FailureClass.INVALID, this + " has a header with a line break: not sent", null);
    }
    headers.put(name, value);
    return this;
  }

  private static boolean endsEarly(String text) {
    return text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf('\0') >= 0;
  }

  /** Adds headers. */
  public S3Request headers(Map<String, String> more) {
    more.forEach(this::header);
    return this;
  }

  /** Sets the body; there is none unless set. */
  public S3Request body(RequestBody content) {
    body = content;
    return this;
  }

  Method method() {
    return method;
  }

  /**
   * What goes in front of the host where buckets are named there; empty for what has to be named in
   * the path all the same.
   *
   * @param secure certificates for all names below a host are for one label only
   */
  String hostLabel(boolean secure) {
    boolean fits =
        bucket.length() <= LABEL_MAX
            && HOST_LABELS.matcher(bucket).matches()
            && !(secure && bucket.contains("."));
    return fits ? bucket : "";
  }

  /** The path with the bucket. */
  String encodedPath() {
    return bucket.isEmpty() ? path : "/" + bucket + path;
  }

  /** The path without it. */
  String pathInBucket() {
    return path.isEmpty() ? "/" : path;
  }

  Map<String, String> query() {
    return query;
  }

  Map<String, String> headers() {
    return headers;
  }

  RequestBody body() {
    return body;
  }

  /** Method, path and query, for messages. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(method + " " + encodedPath());
    char separator = '?';
    for (Map.Entry<String, String> part : query.entrySet()) {
      text.append(separator).append(part.getKey());
      if (!part.getValue().isEmpty()) {
        text.append('=').append(part.getValue());
      }
      separator = '&';
    }
    return text.toString();
  }
}
