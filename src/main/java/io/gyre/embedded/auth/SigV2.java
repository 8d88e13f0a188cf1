package io.gyre.embedded.auth;

import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.GatewayRequest;
import io.gyre.embedded.http.Query;
import io.gyre.embedded.model.ZoneClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Checks AWS Signature Version 2, in headers and presigned. */
final class SigV2 {
  private static final Duration MAX_SKEW = Duration.ofMinutes(15);
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

  private final ZoneClock clock;

  SigV2(ZoneClock clock) {
    this.clock = clock;
  }

  Payload verify(GatewayRequest request, Credential credential, String secret) {
    checkTime(request, credential);
    List<String> types = request.contentTypes();
    for (String type : types.isEmpty() ? List.of("") : types) {
      String text = stringToSign(request, credential, type);
      byte[] key = secret.getBytes(StandardCharsets.UTF_8);
      byte[] mac = Hashes.hmac("HmacSHA1", key, text);
      if (Hashes.same(Base64.getEncoder().encodeToString(mac), credential.signature())) {
        if (!type.isEmpty()) {
          request.contentTypeWas(type);
        }
        return Payload.Unsigned.INSTANCE;
      }
    }
    throw ErrorCode.SIGNATURE_DOES_NOT_MATCH.refusal();
  }

  private static String stringToSign(
      GatewayRequest request, Credential credential, String contentType) {
    String date = request.header("date").orElse("");
    if (credential.presigned()) {
      date = request.query().text("Expires");
    } else if (request.header("x-amz-date").isPresent()) {
      date = "";
    }
    StringBuilder text = new StringBuilder();
    text.append(request.method()).append('\n');
    text.append(request.header("content-md5").orElse("")).append('\n');
    text.append(contentType).append('\n').append(date).append('\n');
    new TreeMap<>(request.headers())
        .forEach(
            (name, value) -> {
              if (name.startsWith("x-amz-")) {
                text.append(name).append(':').append(value.strip()).append('\n');
              }
            });
    return text.append(resource(request)).toString();
  }

  private static String resource(GatewayRequest request) {
    StringBuilder resource = new StringBuilder(request.path());
    char separator = '?';
    for (Query.Parameter parameter : sorted(request.query())) {
      resource.append(separator).append(parameter.name());
      if (!parameter.value().isEmpty()) {
        resource.append('=').append(parameter.value());
      }
      separator = '&';
    }
    return resource.toString();
  }

  private static List<Query.Parameter> sorted(Query query) {
    return query.parameters().stream()
        .filter(parameter -> SIGNED_PARAMETERS.contains(parameter.name()))
        .sorted((a, b) -> a.name().compareTo(b.name()))
        .toList();
  }

  private void checkTime(GatewayRequest request, Credential credential) {
    Instant now = clock.now();
    if (credential.presigned()) {
      if (now.getEpochSecond() > request.query().number("Expires", 0)) {
        throw ErrorCode.ACCESS_DENIED.refusal();
      }
      return;
    }
    String date =
        request
            .header("x-amz-date")
            .or(() -> request.header("date"))
            .orElseThrow(ErrorCode.ACCESS_DENIED::refusal);
    if (Duration.between(parse(date), now).abs().compareTo(MAX_SKEW) > 0) {
      throw ErrorCode.REQUEST_TIME_TOO_SKEWED.refusal();
    }
  }

  private static Instant parse(String date) {
    try {
      return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeParseException e) {
      throw ErrorCode.ACCESS_DENIED.refusal();
    }
  }
}
