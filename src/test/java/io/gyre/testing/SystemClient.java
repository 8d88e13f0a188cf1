package io.gyre.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.http.NoHttpResponseException;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** Signed requests of a gateway's system user. Calls block until the answer is read. */
public final class SystemClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As many as may have been kept are tried, until one is new. */
  private static final int KEPT_CONNECTIONS = 40;

  private final URI endpoint;
  private final AwsCredentialsIdentity identity;
  private final SdkHttpClient http;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  SystemClient(URI endpoint, String accessKey, String secretKey, SdkHttpClient http) {
    this.endpoint = endpoint;
    this.identity = AwsCredentialsIdentity.create(accessKey, secretKey);
    this.http = http;
  }

  /** The path of a bucket, percent-encoded. */
  public static String path(String bucket) {
    return "/" + SdkHttpUtils.urlEncode(bucket);
  }

  /** The path of an object, percent-encoded. */
  public static String path(String bucket, String key) {
    return path(bucket) + "/" + SdkHttpUtils.urlEncodeIgnoreSlashes(key);
  }

  /** GET of a JSON document. */
  public JsonNode json(String path, Map<String, String> query) {
    return send("GET", path, query).json();
  }

  /** GET of a JSON document; the missing node when the gateway has none (404). */
  public JsonNode jsonIfThere(String path, Map<String, String> query) {
    Answer answer = send("GET", path, query);
    return answer.status() == 404 ? MissingNode.getInstance() : answer.json();
  }

  public Answer send(String method, String path, Map<String, String> query) {
    return send(method, path, query, new byte[0]);
  }

  /**
   * Sends one request; any status is an answer.
   *
   * @param path percent-encoded
   * @param query not encoded; an empty value for a parameter without one
   */
  public Answer send(String method, String path, Map<String, String> query, byte[] body) {
    SdkHttpRequest request = request(method, path, query, body.length);
    return exchange(
        request,
        body,
        (head, input) -> new Answer(method + " " + request.getUri(), head, input.readAllBytes()));
  }

  /** GET whose body goes to a reader while it arrives, instead of into memory. */
  public <T> T read(String path, Map<String, String> query, BodyReader<T> reader) {
    return exchange(request("GET", path, query, 0), new byte[0], reader);
  }

  private SdkHttpRequest request(
      String method, String path, Map<String, String> query, int bodyLength) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(method))
            .protocol(endpoint.getScheme())
            .host(endpoint.getHost())
            .port(endpoint.getPort())
            .encodedPath(path);
    query.forEach(request::putRawQueryParameter);
    if (method.equals("PUT") || method.equals("POST")) {
      request.putHeader("Content-Length", String.valueOf(bodyLength));
    }
    return request.build();
  }

  private <T> T exchange(SdkHttpRequest request, byte[] body, BodyReader<T> reader) {
    SignedRequest signed =
        signer.sign(
            to ->
                to.identity(identity)
                    .request(request)
                    .payload(() -> new ByteArrayInputStream(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false));
    HttpExecuteRequest.Builder execution = HttpExecuteRequest.builder().request(signed.request());
    signed.payload().ifPresent(execution::contentStreamProvider);
    try {
      HttpExecuteResponse response = call(execution.build());
      try (InputStream input =
          response
              .responseBody()
              .map(InputStream.class::cast)
              .orElse(InputStream.nullInputStream())) {
        return reader.read(response.httpResponse(), input);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.getUri() + ": " + e, e);
    }
  }

  /** A gateway that was started anew has closed the connections that were kept. */
  private HttpExecuteResponse call(HttpExecuteRequest request) throws IOException {
    for (int stale = 0; ; stale++) {
      try {
        return http.prepareRequest(request).call();
      } catch (NoHttpResponseException | SocketException closed) {
        if (stale == KEPT_CONNECTIONS || closed instanceof ConnectException) {
          throw closed;
        }
      }
    }
  }

  /** Makes something of an answer while its body arrives. */
  @FunctionalInterface
  public interface BodyReader<T> {
    T read(SdkHttpResponse head, InputStream body) throws IOException;
  }

  /**
   * One answer.
   *
   * @param request method and address that were asked, for messages
   */
  public record Answer(String request, SdkHttpResponse head, byte[] body) {
    public int status() {
      return head.statusCode();
    }

    public Optional<String> header(String name) {
      return head.firstMatchingHeader(name);
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** Fails, with the gateway's words, unless the status is 2xx. */
    public Answer requireSuccess() {
      if (!head.isSuccessful()) {
        throw new IllegalStateException(request + ": " + status() + " " + text());
      }
      return this;
    }

    public JsonNode json() {
      try {
        return JSON.readTree(requireSuccess().body());
      } catch (IOException e) {
        throw new UncheckedIOException(request + ": not JSON: " + text(), e);
      }
    }
  }
}
