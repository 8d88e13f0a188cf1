package io.gyre.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.gyre.config.Secret;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** AWS Signature Version 2, for gateways that know nothing newer. */
final class SigV2Signer implements RequestSigner {
  private static final String ALGORITHM = "HmacSHA1";

  /** RFC 1123 with two digits for the day, which {@code RFC_1123_DATE_TIME} does not write. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** The query parameters that belong to the signed resource; the gateway ignores all others. */
  private static final Set<String> SIGNED_PARAMETERS =
      Set.of(
          "acl",
          "cors",
          "delete",
          "encryption",
          "lifecycle",
          "location",
          "logging",
          "notification",
          "object-lock",
          "partNumber",
          "policy",
          "policyStatus",
          "publicAccessBlock",
          "requestPayment",
          "response-cache-control",
          "response-content-disposition",
          "response-content-encoding",
          "response-content-language",
          "response-content-type",
          "response-expires",
          "tagging",
          "torrent",
          "uploadId",
          "uploads",
          "versionId",
          "versioning",
          "versions",
          "website");

  private final String accessKey;
  private final SecretKeySpec key;
  private final Clock clock;

  SigV2Signer(String accessKey, Secret secretKey, Clock clock) {
    this.accessKey = accessKey;
    this.key = new SecretKeySpec(secretKey.reveal().getBytes(UTF_8), ALGORITHM);
    this.clock = clock;
  }

  @Override
  public void sign(OutgoingRequest request) {
    request.header("date", DATE.format(clock.instant()));
    request.header("authorization", "AWS " + accessKey + ":" + signature(request));
  }

  String signature(OutgoingRequest dated) {
    return Base64.getEncoder().encodeToString(hmac(textToSign(dated)));
  }

  static String textToSign(OutgoingRequest request) {
    return String.join(
        "\n",
        request.method().name(),
        request.header("content-md5"),
        request.header("content-type"),
        request.header("date"),
        amzHeaders(request) + resource(request));
  }

  private static String amzHeaders(OutgoingRequest request) {
    return request.sortedHeaders().entrySet().stream()
        .filter(header -> header.getKey().startsWith("x-amz-"))
        .map(header -> header.getKey() + ":" + header.getValue().strip() + "\n")
        .collect(Collectors.joining());
  }

  private static String resource(OutgoingRequest request) {
    String query =
        new TreeMap<>(request.parameters())
            .entrySet().stream()
                .filter(parameter -> SIGNED_PARAMETERS.contains(parameter.getKey()))
                .map(parameter -> written(parameter.getKey(), parameter.getValue()))
                .collect(Collectors.joining("&"));
    return query.isEmpty() ? request.path() : request.path() + "?" + query;
  }

  private static String written(String name, String value) {
    return value.isEmpty() ? name : name + "=" + value;
  }

  private byte[] hmac(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text.getBytes(ISO_8859_1));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
