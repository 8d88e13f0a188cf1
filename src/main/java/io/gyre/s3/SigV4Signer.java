package io.gyre.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.gyre.config.Secret;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * AWS Signature Version 4, without the body. The SDK's signer, by which this one is tested, takes a
 * tenth of a copy's CPU; this one keeps the day's key and makes one pass over a request.
 *
 * <p>A header is signed only when signer and gateway are sure to read it alike: gateways differ in
 * what they make of runs of spaces and of bytes beyond ASCII in user metadata. Such headers go
 * unsigned, which the gateway allows.
 */
final class SigV4Signer implements RequestSigner {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String MAC = "HmacSHA256";
  private static final MessageDigest SHA_256 = sha256();
  private static final String CONTENT = "x-amz-content-sha256";
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final HexFormat HEX = HexFormat.of();

  /** What connections and proxies may change on the way. */
  private static final Set<String> NEVER_SIGNED =
      Set.of("connection", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final String accessKey;
  private final Secret secretKey;
  private final String region;
  private final Clock clock;
  private volatile @Nullable Day today;
  private volatile Second second = new Second(Long.MIN_VALUE, "");

  /**
   * The key of a day.
   *
   * @param mac copied for each use, which takes less than to look it up
   */
  private record Day(String date, Mac mac) {}

  /** A second as it is written; hundreds of requests share one. */
  private record Second(long epoch, String text) {}

  SigV4Signer(String accessKey, Secret secretKey, String region, Clock clock) {
    this.accessKey = accessKey;
    this.secretKey = secretKey;
    this.region = region;
    this.clock = clock;
  }

  @Override
  public void sign(SdkHttpRequest.Builder request) {
    String time = time(clock.instant());
    String date = time.substring(0, 8);
    String content = request.firstMatchingHeader(CONTENT).orElse(UNSIGNED);
    request
        .putHeader("Host", HostHeader.of(request))
        .putHeader(CONTENT, content)
        .putHeader("X-Amz-Date", time);
    Map<String, String> headers = new TreeMap<>();
    request.forEachHeader((name, values) -> addIfSigned(headers, name, values));
    String names = String.join(";", headers.keySet());
    String scope = date + "/" + region + "/s3/aws4_request";
    String text =
        ALGORITHM
            + "\n"
            + time
            + "\n"
            + scope
            + "\n"
            + hash(canonical(request, headers, names, content));
    String signature = HEX.formatHex(copy(mac(date)).doFinal(text.getBytes(UTF_8)));
    String credential = ALGORITHM + " Credential=" + accessKey + "/" + scope;
    request.putHeader(
        "Authorization", credential + ", SignedHeaders=" + names + ", Signature=" + signature);
  }

  private String time(Instant now) {
    Second known = second;
    if (known.epoch() != now.getEpochSecond()) {
      known = new Second(now.getEpochSecond(), TIME.format(now));
      second = known;
    }
    return known.text();
  }

  private static void addIfSigned(Map<String, String> headers, String name, List<String> values) {
    String lower = name.toLowerCase(Locale.ROOT);
    String value = values.size() == 1 ? values.get(0) : String.join(",", values);
    if (!NEVER_SIGNED.contains(lower) && readAlike(value)) {
      headers.put(lower, value);
    }
  }

  private static String canonical(
      SdkHttpRequest.Builder request, Map<String, String> headers, String names, String content) {
    StringBuilder text = new StringBuilder(1024);
    text.append(request.method().name()).append('\n');
    text.append(request.encodedPath()).append('\n');
    appendQuery(text, request.rawQueryParameters());
    text.append('\n');
    headers.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
    return text.append('\n').append(names).append('\n').append(content).toString();
  }

  private static void appendQuery(StringBuilder text, Map<String, List<String>> parameters) {
    Map<String, String> encoded = new TreeMap<>();
    parameters.forEach(
        (name, values) -> {
          String value = values.isEmpty() || values.get(0) == null ? "" : values.get(0);
          encoded.put(UriEncoding.encode(name), UriEncoding.encode(value));
        });
    String separator = "";
    for (Map.Entry<String, String> parameter : encoded.entrySet()) {
      text.append(separator).append(parameter.getKey()).append('=').append(parameter.getValue());
      separator = "&";
    }
  }

  private Mac mac(String date) {
    Day day = today;
    if (day == null || !day.date().equals(date)) {
      byte[] key = ("AWS4" + secretKey.reveal()).getBytes(UTF_8);
      for (String part : List.of(date, region, "s3", "aws4_request")) {
        key = mac(key).doFinal(part.getBytes(UTF_8));
      }
      day = new Day(date, mac(key));
      today = day;
    }
    return day.mac();
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + MAC, e);
    }
  }

  private static Mac copy(Mac mac) {
    try {
      return (Mac) mac.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(MAC + " of this Java platform cannot be copied", e);
    }
  }

  private static String hash(String text) {
    try {
      MessageDigest digest = (MessageDigest) SHA_256.clone();
      return HEX.formatHex(digest.digest(text.getBytes(ISO_8859_1)));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of this Java platform cannot be copied", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Printable ASCII, without spaces at the ends or in a row. */
  private static boolean readAlike(String value) {
    char before = ' ';
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~' || (c == ' ' && before == ' ')) {
        return false;
      }
      before = c;
    }
    return before != ' ';
  }
}
