package io.gyre.app.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.config.Endpoint;
import io.gyre.config.HttpClientKind;
import io.gyre.config.Secret;
import io.gyre.config.Signature;
import io.gyre.config.TimeoutsConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.embedded.EmbeddedZone;
import io.gyre.embedded.model.AccessKey;
import io.gyre.embedded.model.Json;
import io.gyre.log.BucketName;
import io.gyre.s3.EventLoops;
import io.gyre.s3.S3Client;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The users, buckets and writers of the demo at its source. */
final class Scene implements AutoCloseable {
  private static final int CONNECTIONS = 8;
  private static final List<String> USERS = List.of("ann", "bob");
  static final BucketName PHOTOS = BucketName.parse("photos");
  private static final BucketName DOCUMENTS = BucketName.parse("documents");

  private final EventLoops loops = new EventLoops();
  private final List<S3Client> clients = new ArrayList<>();
  private final List<UserClient> users = new ArrayList<>();
  private final List<Writer> writers = new ArrayList<>();
  private final Written written = new Written();

  Scene(EmbeddedZone zone) {
    for (String uid : USERS) {
      AccessKey key = new AccessKey("DEMO" + uid.toUpperCase(Locale.ROOT), uid + "-demo");
      zone.zone().users().write(user(uid, key));
      S3Client client =
          S3Client.create(
              HttpClientKind.NETTY,
              config(zone, key),
              TimeoutsConfig.defaults(),
              CONNECTIONS,
              loops,
              Clock.systemUTC());
      clients.add(client);
      users.add(new UserClient(client));
    }
  }

  private static ObjectNode user(String uid, AccessKey key) {
    ObjectNode user = Json.user(uid, uid + " of the demo");
    user.withArray("keys")
        .addObject()
        .put("user", uid)
        .put("access_key", key.id())
        .put("secret_key", key.secret());
    return user;
  }

  private static ZoneConfig config(EmbeddedZone zone, AccessKey key) {
    return new ZoneConfig(
        List.of(Endpoint.parse(zone.endpoint().toString())),
        key.id(),
        Secret.of(key.secret()),
        Optional.of(zone.settings().name()),
        "us-east-1",
        Signature.V4,
        Optional.empty(),
        false);
  }

  /** Makes the buckets: one keeps no versions, one does. */
  CompletableFuture<Void> open() {
    UserClient ann = ann();
    UserClient bob = users.get(1);
    writers.add(new Writer(ann, PHOTOS, "2025/", 1, written));
    writers.add(new Writer(ann, PHOTOS, "2026/", 2, written));
    writers.add(new Writer(bob, DOCUMENTS, "drafts/", 3, written));
    writers.add(new Writer(bob, DOCUMENTS, "final/", 4, written));
    return ann.createBucket(PHOTOS)
        .thenCompose(made -> bob.createBucket(DOCUMENTS))
        .thenCompose(made -> bob.keepVersions(DOCUMENTS))
        .thenApply(kept -> null);
  }

  UserClient ann() {
    return users.get(0);
  }

  List<Writer> writers() {
    return writers;
  }

  Written written() {
    return written;
  }

  @Override
  public void close() {
    clients.forEach(S3Client::close);
    loops.close();
  }
}
