package io.gyre.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gyre.config.GyreConfig;
import io.gyre.config.Listen;
import io.gyre.config.OpsConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks the server of a running Gyre, as the same configuration describes it. That it is the one of
 * this route, and not another one on this host, its state directory tells. Blocks; for commands.
 */
final class OpsClient {
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final GyreConfig config;
  private final OpsConfig ops;

  OpsClient(GyreConfig config) {
    this.config = config;
    this.ops = config.ops();
  }

  /** Why a running Gyre could not be told something. */
  static final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unreachable(String message) {
      super(message, null, false, false);
    }
  }

  /** What the running process says of itself; empty when it is not there, or of another route. */
  Optional<JsonNode> status() {
    if (ops.listen().isNone() || ops.listen().port() == 0) {
      return Optional.empty();
    }
    try {
      HttpResponse<String> answer = send(request("/api/v1/status").GET().build());
      return Optional.of(JSON.readTree(answer.body()))
          .filter(status -> answer.statusCode() == 200 && isOurs(status));
    } catch (IOException e) {
      return Optional.empty(); // whoever listens there, it is not the one that was looked for
    }
  }

  private boolean isOurs(JsonNode status) {
    String state = config.state().toAbsolutePath().normalize().toString();
    return status.path("state").asText().equals(state);
  }

  /**
   * Tells the running process something; gives its answer.
   *
   * @throws Unreachable when it is not reached, or refuses it
   */
  JsonNode tell(String path, JsonNode body) {
    if (status().isEmpty()) {
      throw new Unreachable(
          "the running Gyre of "
              + config.state()
              + " is not reached at "
              + at()
              + ": ops.listen, and ops.token where it has one, have to be those it was started with");
    }
    try {
      HttpResponse<String> answer =
          send(
              request(path)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(body.toString()))
                  .build());
      JsonNode json = parse(answer);
      if (answer.statusCode() != 200) {
        throw new Unreachable(json.path("error").asText(answer.body()));
      }
      return json;
    } catch (IOException e) {
      throw new Unreachable("the running Gyre at " + at() + " did not answer: " + e);
    }
  }

  private static JsonNode parse(HttpResponse<String> answer) throws JsonProcessingException {
    return JSON.readTree(answer.body());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(at() + path)).timeout(ANSWER);
    ops.token().ifPresent(token -> request.header("Authorization", "Bearer " + token.reveal()));
    return request;
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(CONNECT);
    ops.tlsCertificate().ifPresent(file -> client.sslContext(PinnedCertificate.context(file)));
    try {
      return client.build().send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** What listens on all addresses is reached on this host's own. */
  private String at() {
    Listen listen = ops.listen();
    String host =
        switch (listen.host()) {
          case "0.0.0.0" -> "127.0.0.1";
          case "::" -> "::1";
          default -> listen.host();
        };
    return (ops.secure() ? "https://" : "http://") + new Listen(host, listen.port());
  }
}
