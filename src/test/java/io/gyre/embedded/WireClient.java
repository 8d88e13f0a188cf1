package io.gyre.embedded;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Speaks HTTP over a socket, one connection a request, and signs with SigV4. Written apart from the
 * gateway's own code, so that the two can disagree; targets go out exactly as given.
 */
final class WireClient {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int TIMEOUT_MILLIS = 20_000;

  private final URI endpoint;
  private final String accessKey;
  private final String secretKey;

  WireClient(URI endpoint, String accessKey, String secretKey) {
    this.endpoint = endpoint;
    this.accessKey = accessKey;
    this.secretKey = secretKey;
  }

  /** An answer; header names are in lower case. */
  record Answer(int status, Map<String, String> headers, byte[] bytes) {
    String body() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  Answer get(String target) {
    return send("GET", target, Map.of(), new byte[0]);
  }

  Answer put(String target, String body) {
    return send("PUT", target, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  Answer put(String target) {
    return put(target, "");
  }

  Answer post(String target, String body) {
    return send("POST", target, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  Answer delete(String target) {
    return send("DELETE", target, Map.of(), new byte[0]);
  }

  Answer send(String method, String target, Map<String, String> headers, byte[] body) {
    Map<String, String> all = new TreeMap<>();
    headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
    all.put("host", endpoint.getHost() + ":" + endpoint.getPort());
    if (!accessKey.isEmpty()) {
      sign(method, target, all, body);
    }
    return exchange(method, target, all, body);
  }

  private void sign(String method, String target, Map<String, String> headers, byte[] body) {
    String date = DATE.format(Instant.now());
    headers.put("x-amz-date", date);
    headers.putIfAbsent("x-amz-content-sha256", hex(sha256(body)));
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    String names = String.join(";", headers.keySet());
    StringBuilder canonical = new StringBuilder();
    canonical.append(method).append('\n').append(path).append('\n');
    canonical.append(canonicalQuery(question < 0 ? "" : target.substring(question + 1)));
    canonical.append('\n');
    headers.forEach((name, value) -> canonical.append(name + ":" + value.strip() + "\n"));
    canonical.append('\n').append(names).append('\n');
    canonical.append(headers.get("x-amz-content-sha256"));
    String scope = date.substring(0, 8) + "/us-east-1/s3/aws4_request";
    String text =
        String.join("\n", "AWS4-HMAC-SHA256", date, scope, hex(sha256(utf8(canonical.toString()))));
    byte[] key = utf8("AWS4" + secretKey);
    for (String step : scope.split("/")) {
      key = hmac(key, step);
    }
    headers.put(
        "authorization",
        "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(accessKey, scope, names, hex(hmac(key, text))));
  }

  private static String canonicalQuery(String query) {
    if (query.isEmpty()) {
      return "";
    }
    List<String> pairs =
        Arrays.stream(query.split("&"))
            .map(pair -> pair.contains("=") ? pair : pair + "=")
            .sorted(Comparator.comparing(pair -> pair.substring(0, pair.indexOf('='))))
            .toList();
    return String.join("&", pairs);
  }

  private Answer exchange(String method, String target, Map<String, String> headers, byte[] body) {
    try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      OutputStream out = socket.getOutputStream();
      StringBuilder head = new StringBuilder();
      head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
      headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
      if (body.length > 0 || method.equals("PUT") || method.equals("POST")) {
        head.append("content-length: ").append(body.length).append("\r\n");
      }
      head.append("connection: close\r\n\r\n");
      out.write(utf8(head.toString()));
      out.write(body);
      out.flush();
      return read(method, new BufferedInputStream(socket.getInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + target, e);
    }
  }

  private static Answer read(String method, InputStream in) throws IOException {
    String statusLine = line(in);
    int status = Integer.parseInt(statusLine.split(" ")[1]);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    if (method.equals("HEAD") || status == 204 || status == 304) {
      return new Answer(status, headers, new byte[0]);
    }
    return new Answer(status, headers, body(in, headers));
  }

  private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int size = chunk(in); size > 0; size = chunk(in)) {
        all.write(exactly(in, size));
        line(in);
      }
      return all.toByteArray();
    }
    String length = headers.get("content-length");
    return length == null ? in.readAllBytes() : exactly(in, Integer.parseInt(length));
  }

  private static int chunk(InputStream in) throws IOException {
    return Integer.parseInt(line(in).strip(), 16);
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the body stopped after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection was closed");
      }
      bytes.write(b);
    }
    return bytes.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(utf8(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
