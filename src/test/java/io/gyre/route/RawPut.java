package io.gyre.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gyre.testing.S3User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Writes objects with headers that Java's HTTP clients will not send: bytes beyond ASCII. */
public final class RawPut {
  /** Of each object. */
  public static final String CONTENT = "raw";

  private RawPut() {}

  /** Writes a small object with this user metadata, in UTF-8. */
  public static void put(S3User user, String bucket, String key, Map<String, String> metadata) {
    try (S3Presigner presigner = user.presigner()) {
      SdkHttpRequest request =
          presigner
              .presignPutObject(
                  to ->
                      to.signatureDuration(Duration.ofMinutes(5))
                          .putObjectRequest(put -> put.bucket(bucket).key(key).metadata(metadata)))
              .httpRequest();
      String status = exchange(request);
      if (!status.contains(" 200 ")) {
        throw new IllegalStateException(key + ": " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends it as it is and returns the first line of the answer. */
  private static String exchange(SdkHttpRequest request) throws IOException {
    URI uri = request.getUri();
    StringBuilder head = new StringBuilder("PUT " + uri.getRawPath() + "?" + uri.getRawQuery());
    head.append(" HTTP/1.1\r\nConnection: close\r\nContent-Length: ").append(CONTENT.length());
    request.forEachHeader(
        (name, values) -> head.append("\r\n").append(name).append(": ").append(values.get(0)));
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.getOutputStream().write((head + "\r\n\r\n").getBytes(UTF_8));
      socket.getOutputStream().write(CONTENT.getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      return answer.substring(0, answer.indexOf('\r'));
    }
  }
}
