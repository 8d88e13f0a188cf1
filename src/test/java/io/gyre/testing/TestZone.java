package io.gyre.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;

/** One gateway to test with, and the keys of its system user. */
public final class TestZone implements AutoCloseable {
  private static final int CONNECTIONS = 128;
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

  private final String name;
  private final String region;
  private final URI endpoint;
  private final String accessKey;
  private final String secretKey;
  private final SdkHttpClient http;
  private final SystemClient system;

  public TestZone(String name, String region, URI endpoint, String accessKey, String secretKey) {
    this.name = name;
    this.region = region;
    this.endpoint = endpoint;
    this.accessKey = accessKey;
    this.secretKey = secretKey;
    this.http =
        ApacheHttpClient.builder()
            .maxConnections(CONNECTIONS)
            .connectionTimeout(CONNECT_LIMIT)
            .socketTimeout(ANSWER_LIMIT)
            .expectContinueEnabled(false) // the gateway leaves some unanswered: 3 s each
            .build();
    this.system = new SystemClient(endpoint, accessKey, secretKey, http);
  }

  /** As the gateway calls itself. */
  public String name() {
    return name;
  }

  /** Name of the region (the gateway's word is zonegroup). */
  public String region() {
    return region;
  }

  public URI endpoint() {
    return endpoint;
  }

  public String accessKey() {
    return accessKey;
  }

  public String secretKey() {
    return secretKey;
  }

  /** Requests as the system user: the admin API, and S3 with the gateway's extensions. */
  public SystemClient system() {
    return system;
  }

  /** The system user as an S3 client. */
  public S3User systemUser() {
    return new S3User("tester", endpoint, accessKey, secretKey, http);
  }

  /** Creates a user, whose keys follow from its id, so that it has the same ones in every zone. */
  public S3User createUser(String uid) {
    system
        .send(
            "PUT",
            "/admin/user",
            Map.of(
                "uid",
                uid,
                "display-name",
                "User " + uid,
                "access-key",
                S3User.accessKeyOf(uid),
                "secret-key",
                S3User.secretKeyOf(uid)))
        .requireSuccess();
    return user(uid);
  }

  /** Acts as a user that {@link #createUser} created, here or at the zone this one copies. */
  public S3User user(String uid) {
    return new S3User(uid, endpoint, S3User.accessKeyOf(uid), S3User.secretKeyOf(uid), http);
  }

  /** Removes every bucket with what is in it, and every user but system users. */
  public void wipe() {
    wipe(name -> true);
  }

  /**
   * Removes some buckets with what is in them, and some users, but no system users.
   *
   * @param selected of the names {@code [tenant/]bucket} and ids {@code [tenant$]user}
   */
  public void wipe(Predicate<String> selected) {
    for (JsonNode bucket : system.json("/admin/metadata/bucket", Map.of())) {
      if (!selected.test(bucket.asText())) {
        continue;
      }
      remove("/admin/bucket", Map.of("bucket", bucket.asText(), "purge-objects", "true"));
    }
    for (JsonNode user : system.json("/admin/metadata/user", Map.of())) {
      String uid = user.asText();
      if (!selected.test(uid)) {
        continue;
      }
      JsonNode data = system.json("/admin/metadata/user", Map.of("key", uid)).path("data");
      if (!data.path("system").asBoolean()) {
        remove("/admin/user", Map.of("uid", uid, "purge-data", "true"));
      }
    }
  }

  private void remove(String path, Map<String, String> query) {
    SystemClient.Answer answer = system.send("DELETE", path, query);
    if (answer.status() != 404) {
      answer.requireSuccess();
    }
  }

  @Override
  public void close() {
    http.close();
  }

  @Override
  public String toString() {
    return name + " at " + endpoint;
  }
}
