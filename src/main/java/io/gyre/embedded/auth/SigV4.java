package io.gyre.embedded.auth;

import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.GatewayRequest;
import io.gyre.embedded.http.Percent;
import io.gyre.embedded.http.Query;
import io.gyre.embedded.model.ZoneClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Checks AWS Signature Version 4, in headers and presigned. */
final class SigV4 {
  private static final Duration MAX_SKEW = Duration.ofMinutes(15);
  private static final int MAX_CACHED_KEYS = 10_000;
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

  private final ZoneClock clock;
  private final Map<String, SigningKey> keys = new ConcurrentHashMap<>();
  private volatile Signed last = new Signed("19700101T000000Z", Instant.EPOCH);

  /** A time of signing, as it was written and as it was read. */
  private record Signed(String date, Instant at) {}

  SigV4(ZoneClock clock) {
    this.clock = clock;
  }

  Payload verify(GatewayRequest request, Credential credential, String secret) {
    String date = date(request, credential);
    checkTime(request, credential, date);
    String content = content(request);
    SigningKey key = key(secret, credential.scope());
    List<String> types = request.contentTypes();
    if (types.isEmpty() || !credential.signedHeaders().contains("content-type")) {
      types = List.of("");
    }
    for (String type : types) {
      String text = stringToSign(request, credential, date, content, type);
      if (Hashes.same(key.sign(text), credential.signature())) {
        if (!type.isEmpty()) {
          request.contentTypeWas(type);
        }
        return payload(content, key, date, credential.signature());
      }
    }
    throw ErrorCode.SIGNATURE_DOES_NOT_MATCH.refusal();
  }

  private static String stringToSign(
      GatewayRequest request,
      Credential credential,
      String date,
      String content,
      String contentType) {
    StringBuilder canonical = new StringBuilder(512);
    canonical.append(request.method()).append('\n');
    canonical.append(Percent.encode(Percent.decode(request.path(), false), true)).append('\n');
    canonical.append(canonicalQuery(request.query())).append('\n');
    for (String name : credential.signedHeaders()) {
      String value =
          name.equals("content-type") && !contentType.isEmpty()
              ? contentType
              : request.header(name).orElse("");
      canonical.append(name).append(':').append(collapse(value)).append('\n');
    }
    canonical.append('\n').append(String.join(";", credential.signedHeaders())).append('\n');
    canonical.append(content);
    return String.join(
        "\n", "AWS4-HMAC-SHA256", date, credential.scope(), Hashes.sha256(canonical.toString()));
  }

  private static String canonicalQuery(Query query) {
    if (query.parameters().isEmpty()) {
      return "";
    }
    List<String> pairs = new ArrayList<>();
    List<Query.Parameter> sorted = new ArrayList<>(query.parameters());
    sorted.removeIf(parameter -> parameter.name().equals("X-Amz-Signature"));
    for (Query.Parameter parameter : sorted) {
      pairs.add(
          Percent.encode(parameter.name(), false) + "=" + Percent.encode(parameter.value(), false));
    }
    pairs.sort(
        Comparator.comparing((String pair) -> pair.substring(0, pair.indexOf('=')))
            .thenComparing(Comparator.naturalOrder()));
    return String.join("&", pairs);
  }

  private static String content(GatewayRequest request) {
    return request
        .header("x-amz-content-sha256")
        .filter(stated -> !stated.isEmpty())
        .orElse(UNSIGNED);
  }

  private static Payload payload(String content, SigningKey key, String date, String seed) {
    return switch (content) {
      case UNSIGNED -> Payload.Unsigned.INSTANCE;
      case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> Payload.UnsignedChunks.INSTANCE;
      case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" ->
          new Payload.SignedChunks(new ChunkSigner(key, date, seed));
      default -> new Payload.Hashed(content);
    };
  }

  private static String date(GatewayRequest request, Credential credential) {
    if (credential.presigned()) {
      return request.query().text("X-Amz-Date");
    }
    return request.header("x-amz-date").orElseThrow(ErrorCode.ACCESS_DENIED::refusal);
  }

  private void checkTime(GatewayRequest request, Credential credential, String date) {
    Instant signed = parse(date);
    Instant now = clock.now();
    if (credential.presigned()) {
      Duration valid = Duration.ofSeconds(request.query().number("X-Amz-Expires", 0));
      if (now.isAfter(signed.plus(valid))) {
        throw ErrorCode.ACCESS_DENIED.refusal();
      }
    } else if (Duration.between(signed, now).abs().compareTo(MAX_SKEW) > 0) {
      throw ErrorCode.REQUEST_TIME_TOO_SKEWED.refusal();
    }
  }

  /** Requests of one second say the same. */
  private Instant parse(String date) {
    Signed before = last;
    if (before.date().equals(date)) {
      return before.at();
    }
    try {
      Signed read = new Signed(date, LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC));
      last = read;
      return read.at();
    } catch (DateTimeParseException e) {
      throw ErrorCode.ACCESS_DENIED.refusal();
    }
  }

  private SigningKey key(String secret, String scope) {
    if (keys.size() > MAX_CACHED_KEYS) {
      keys.clear();
    }
    return keys.computeIfAbsent(
        secret + "\n" + scope, combined -> SigningKey.derive(secret, scope));
  }

  /** Outer spaces go, inner runs become one. */
  private static String collapse(String value) {
    String stripped = value.strip();
    return stripped.contains("  ") ? stripped.replaceAll(" +", " ") : stripped;
  }
}
