package io.gyre.testing;

import io.gyre.testing.SystemClient.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** A user of a real gateway, who works by the Swift API; the embedded one has none. */
public final class SwiftUser {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final URI endpoint;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String token;

  /** A user of the zone, who gets a Swift key. */
  public SwiftUser(TestZone zone, String uid) {
    this.endpoint = zone.endpoint();
    String subuser = uid + ":swift";
    Answer made =
        zone.system()
            .send(
                "PUT",
                "/admin/user",
                Map.of(
                    "subuser", subuser,
                    "uid", uid,
                    "access", "full",
                    "key-type", "swift",
                    "secret-key", "swift-secret"));
    made.requireSuccess();
    this.token =
        send(HttpRequest.newBuilder(endpoint.resolve("/auth/v1.0"))
                .header("X-Auth-User", subuser)
                .header("X-Auth-Key", "swift-secret")
                .GET())
            .headers()
            .firstValue("X-Auth-Token")
            .orElseThrow();
  }

  /**
   * Writes an object.
   *
   * @param path container and object, with the query if there is one
   */
  public void put(String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve("/swift/v1/" + path))
            .header("X-Auth-Token", token)
            .PUT(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    send(request);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          http.send(request.timeout(LIMIT).build(), BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException(answer + ": " + answer.body());
      }
      return answer;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
