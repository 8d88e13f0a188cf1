package io.gyre.embedded.auth;

import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.GatewayRequest;
import java.util.List;
import java.util.Optional;

/**
 * What a request says about its signature, from the Authorization header or, when {@code
 * presigned}, from the query. {@code scope} and {@code signedHeaders} are empty for SigV2.
 */
record Credential(
    String accessKey,
    String scope,
    List<String> signedHeaders,
    String signature,
    boolean presigned) {

  private static final String V4 = "AWS4-HMAC-SHA256 ";
  private static final String V2 = "AWS ";

  /** Empty if the request is not signed at all. */
  static Optional<Credential> of(GatewayRequest request) {
    Optional<String> header = request.header("authorization");
    if (header.isPresent()) {
      return Optional.of(header.get().startsWith(V4) ? v4(header.get()) : v2(header.get()));
    }
    if (request.query().has("X-Amz-Signature")) {
      return Optional.of(presignedV4(request));
    }
    if (request.query().has("Signature") && request.query().has("AWSAccessKeyId")) {
      String key = request.query().text("AWSAccessKeyId");
      return Optional.of(
          new Credential(key, "", List.of(), request.query().text("Signature"), true));
    }
    return Optional.empty();
  }

  boolean isV4() {
    return !scope.isEmpty();
  }

  private static Credential v4(String header) {
    String credential = "";
    String headers = "";
    String signature = "";
    for (String part : header.substring(V4.length()).split(",", -1)) {
      String[] pair = part.strip().split("=", 2);
      switch (pair[0]) {
        case "Credential" -> credential = pair[1];
        case "SignedHeaders" -> headers = pair[1];
        case "Signature" -> signature = pair[1];
        default -> throw ErrorCode.INVALID_ARGUMENT.refusal();
      }
    }
    return scoped(credential, headers, signature, false);
  }

  private static Credential presignedV4(GatewayRequest request) {
    return scoped(
        request.query().text("X-Amz-Credential"),
        request.query().text("X-Amz-SignedHeaders"),
        request.query().text("X-Amz-Signature"),
        true);
  }

  private static Credential scoped(
      String credential, String headers, String signature, boolean presigned) {
    int slash = credential.indexOf('/');
    if (slash < 0 || credential.split("/", -1).length != 5) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    return new Credential(
        credential.substring(0, slash),
        credential.substring(slash + 1),
        List.of(headers.split(";", -1)),
        signature,
        presigned);
  }

  private static Credential v2(String header) {
    int colon = header.lastIndexOf(':');
    if (!header.startsWith(V2) || colon < 0) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    return new Credential(
        header.substring(V2.length(), colon).strip(),
        "",
        List.of(),
        header.substring(colon + 1).strip(),
        false);
  }
}
