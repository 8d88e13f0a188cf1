package io.gyre.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as S3 clients do, in all ways that a gateway has to know. Targets have no queries. */
record WireSigner(String host, String accessKey, String secretKey) {
  static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  private static final String PIECES = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  private static final String TRAILER = "x-amz-checksum-crc32";
  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter HTTP =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** A body in signed pieces, and the headers that go with it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Pieces(Map<String, String> headers, byte[] body) {}

  Map<String, String> second(String method, String target, Instant at) {
    String date = HTTP.format(at);
    String signature = sha1(method + "\n\n\n\nx-amz-date:" + date + "\n" + target);
    return Map.of("x-amz-date", date, "authorization", "AWS " + accessKey + ":" + signature);
  }

  String secondLink(String target, Instant until) {
    long expires = until.getEpochSecond();
    String signature = sha1("GET\n\n\n" + expires + "\n" + target);
    return target
        + "?AWSAccessKeyId="
        + accessKey
        + "&Expires="
        + expires
        + "&Signature="
        + URLEncoder.encode(signature, UTF_8);
  }

  Map<String, String> fourth(
      String method, String target, Instant at, String content, Map<String, String> more) {
    String date = BASIC.format(at);
    TreeMap<String, String> headers = new TreeMap<>(more);
    headers.put("host", host);
    headers.put("x-amz-content-sha256", content);
    headers.put("x-amz-date", date);
    String names = String.join(";", headers.keySet());
    StringBuilder canonical = new StringBuilder(method + "\n" + target + "\n\n");
    headers.forEach((name, value) -> canonical.append(name + ":" + value + "\n"));
    canonical.append("\n" + names + "\n" + content);
    String text =
        "AWS4-HMAC-SHA256\n" + date + "\n" + scope(date) + "\n" + sha256(canonical.toString());
    headers.remove("host");
    headers.put(
        "authorization",
        "AWS4-HMAC-SHA256 Credential=%s/%s,SignedHeaders=%s,Signature=%s"
            .formatted(accessKey, scope(date), names, sign(date, text)));
    return headers;
  }

  String fourthLink(String target, Instant at) {
    String date = BASIC.format(at);
    String query =
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
            + URLEncoder.encode(accessKey + "/" + scope(date), UTF_8)
            + "&X-Amz-Date="
            + date
            + "&X-Amz-Expires=60&X-Amz-SignedHeaders=host";
    String canonical = "GET\n" + target + "\n" + query + "\nhost:" + host + "\n\nhost\n" + UNSIGNED;
    String text = "AWS4-HMAC-SHA256\n" + date + "\n" + scope(date) + "\n" + sha256(canonical);
    return target + "?" + query + "&X-Amz-Signature=" + sign(date, text);
  }

  Pieces pieces(String target, byte[] body, int size) {
    return pieces(target, body, size, "");
  }

  /** With a checksum behind the last piece, signed too; the gateway need not look at it. */
  Pieces piecesWithTrailer(String target, byte[] body, int size) {
    return pieces(target, body, size, TRAILER + ":AAAAAA==");
  }

  /** As {@link #piecesWithTrailer}, and nothing of it is signed. */
  Pieces unsignedPieces(String target, byte[] body, int size) {
    Map<String, String> headers =
        headers(target, "STREAMING-UNSIGNED-PAYLOAD-TRAILER", body.length, TRAILER);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int from = 0; from < body.length; from += size) {
      byte[] piece = Arrays.copyOfRange(body, from, Math.min(from + size, body.length));
      write(out, Integer.toHexString(piece.length) + "\r\n", piece, "\r\n");
    }
    write(out, "0\r\n", new byte[0], TRAILER + ":AAAAAA==\r\n\r\n");
    return new Pieces(headers, out.toByteArray());
  }

  private Pieces pieces(String target, byte[] body, int size, String trailer) {
    boolean more = !trailer.isEmpty();
    String content = more ? PIECES + "-TRAILER" : PIECES;
    Map<String, String> headers = headers(target, content, body.length, more ? TRAILER : "");
    String date = headers.get("x-amz-date");
    String previous = headers.get("authorization").replaceFirst(".*Signature=", "");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int from = 0; from < body.length + size; from += size) {
      int start = Math.min(from, body.length);
      byte[] piece = Arrays.copyOfRange(body, start, Math.min(start + size, body.length));
      previous = sign(date, chained("PAYLOAD", date, previous, sha256("") + "\n" + sha256(piece)));
      String head = Integer.toHexString(piece.length) + ";chunk-signature=" + previous + "\r\n";
      write(out, head, piece, more && piece.length == 0 ? "" : "\r\n");
    }
    if (more) {
      String signature = sign(date, chained("TRAILER", date, previous, sha256(trailer + "\n")));
      String end = trailer + "\r\nx-amz-trailer-signature:" + signature + "\r\n\r\n";
      write(out, end, new byte[0], "");
    }
    return new Pieces(headers, out.toByteArray());
  }

  private Map<String, String> headers(String target, String content, int length, String trailer) {
    TreeMap<String, String> more = new TreeMap<>();
    more.put("x-amz-decoded-content-length", Integer.toString(length));
    if (!trailer.isEmpty()) {
      more.put("x-amz-trailer", trailer);
    }
    return fourth("PUT", target, Instant.now(), content, more);
  }

  private static void write(ByteArrayOutputStream out, String head, byte[] piece, String end) {
    out.writeBytes(head.getBytes(UTF_8));
    out.writeBytes(piece);
    out.writeBytes(end.getBytes(UTF_8));
  }

  private String chained(String kind, String date, String previous, String hashes) {
    return "AWS4-HMAC-SHA256-%s\n%s\n%s\n%s\n%s"
        .formatted(kind, date, scope(date), previous, hashes);
  }

  private static String scope(String date) {
    return date.substring(0, 8) + "/us-east-1/s3/aws4_request";
  }

  private String sign(String date, String text) {
    byte[] key = ("AWS4" + secretKey).getBytes(UTF_8);
    for (String step : scope(date).split("/")) {
      key = hmac("HmacSHA256", key, step);
    }
    return HexFormat.of().formatHex(hmac("HmacSHA256", key, text));
  }

  private String sha1(String text) {
    byte[] signature = hmac("HmacSHA1", secretKey.getBytes(UTF_8), text);
    return Base64.getEncoder().encodeToString(signature);
  }

  private static String sha256(String text) {
    return sha256(text.getBytes(UTF_8));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(String kind, byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(kind);
      mac.init(new SecretKeySpec(key, kind));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
