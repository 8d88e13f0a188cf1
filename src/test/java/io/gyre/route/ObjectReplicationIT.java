package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gyre.testing.S3User;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Every kind of object between two zones, by the first copy and by the log. */
@AnyZones
@Timeout(240)
class ObjectReplicationIT {
  private static final String BUCKET = "objects";
  private static final String TENANTS_USER = "acme$reader";
  private static final int MIB = 1 << 20;
  private static final int[] SIZES = {0, 1, 4096, 4 * MIB - 1, 4 * MIB, 4 * MIB + 1};

  private final ZonePair zones;
  private final Random random = new Random(20260102);

  @TempDir private Path directory;

  ObjectReplicationIT(ZonePair zones) {
    this.zones = zones;
  }

  @Test
  void everyKindOfObjectArrivesOnceByListingAndOnceByLog() {
    S3User owner = zones.source().createUser("objects-owner");
    zones.source().createUser(TENANTS_USER);
    owner.createBucket(BUCKET);
    owner.client().putBucketAcl(to -> to.bucket(BUCKET).acl(BucketCannedACL.PUBLIC_READ_WRITE));
    RouteFile route = RouteFile.between(zones).buckets(BUCKET);
    Replica replica = Replica.of(zones, BUCKET);

    List<S3User> writers = createWriters();
    writeAll(owner, "first", writers);
    GyreProcess.syncOnce(route, directory);
    replica.assertEqual();

    writeAll(owner, "second", writers);
    OddObjects.keys().stream()
        .filter(key -> key.hashCode() % 2 == 0)
        .forEach(key -> owner.delete(BUCKET, key));
    GyreProcess.syncOnce(route, directory);
    replica.assertEqual();

    assertThat(GyreProcess.syncOnce(route, directory)).contains("copied 0 objects");
  }

  private List<S3User> createWriters() {
    List<S3User> writers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      writers.add(zones.source().createUser("writer-" + i));
    }
    return writers;
  }

  private void writeAll(S3User owner, String generation, List<S3User> others) {
    for (String key : OddObjects.keys()) {
      owner.put(BUCKET, key, OddObjects.content(key, generation));
    }
    for (int size : SIZES) {
      owner.put(BUCKET, "size-" + size, bytes(size));
    }
    writeHeaders(owner);
    writeParts(owner, others.get(0));
    for (S3User other : others) {
      PutObjectRequest.Builder theirs = put("by " + other);
      other.put(theirs.acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL), bytes(20));
    }
    writeGrants(owner, others);
  }

  private void writeHeaders(S3User owner) {
    owner.put(
        put("headers")
            .contentType("text/plain; charset=utf-8")
            .cacheControl("no-cache")
            .contentDisposition("attachment; filename=\"a b\"")
            .contentEncoding("gzip")
            .contentLanguage("cy")
            .expires(Instant.EPOCH)
            .websiteRedirectLocation("/elsewhere")
            .tagging("a=1&b=x%20y&c%C3%A9=%E4%B8%AD"),
        bytes(10));
    Map<String, String> large = new HashMap<>();
    for (int i = 0; i < 40; i++) {
      large.put("name-" + i, "v".repeat(190));
    }
    owner.put(put("metadata of 8 KiB").metadata(large), bytes(10));
    RawPut.put(owner, BUCKET, "metadata of bytes", Map.of("name", "\u00e9\u4e2d \uD83D\uDE00"));
  }

  private void writeParts(S3User owner, S3User reader) {
    owner.multipart(BUCKET, "parts", bytes(5 * MIB), bytes(6 * MIB), bytes(7));
    owner.multipart(BUCKET, "one part", bytes(100));
    owner.multipart(
        CreateMultipartUploadRequest.builder()
            .bucket(BUCKET)
            .key("parts with everything")
            .contentType("image/png")
            .metadata(Map.of("colour", "blue"))
            .grantFullControl("id=" + owner.uid())
            .grantRead("id=" + reader.uid()),
        bytes(5 * MIB),
        bytes(1));
    owner.setTags(BUCKET, "parts with everything", Map.of("a", "b"));
  }

  private void writeGrants(S3User owner, List<S3User> others) {
    Set<ObjectCannedACL> known = EnumSet.copyOf(ObjectCannedACL.knownValues());
    known.remove(ObjectCannedACL.AWS_EXEC_READ); // the gateway has no such one
    for (ObjectCannedACL canned : known) {
      others.get(0).put(put("canned " + canned).acl(canned), bytes(5));
    }
    PutObjectRequest.Builder granted = put("granted to ids and groups");
    owner.put(
        granted
            .grantFullControl("id=" + owner.uid())
            .grantRead("id=" + others.get(1).uid() + ", id=" + TENANTS_USER)
            .grantReadACP("uri=http://acs.amazonaws.com/groups/global/AuthenticatedUsers")
            .grantWriteACP("id=" + others.get(3).uid()),
        bytes(5));
    owner.put(put("granted to nobody else").grantRead("id=" + owner.uid()), bytes(5));
  }

  @Test
  void aGrantToNobodyIsLeftOutAndCounted() throws Exception {
    S3User owner = zones.source().createUser("ghost-owner");
    S3User ghost = zones.source().createUser("ghost");
    owner.createBucket("ghosts");
    for (int i = 0; i < 2; i++) {
      owner.put(
          PutObjectRequest.builder()
              .bucket("ghosts")
              .key("k" + i)
              .grantFullControl("id=" + owner.uid())
              .grantRead("id=" + ghost.uid()),
          bytes(5));
    }
    new UserAdmin(zones.source()).remove(ghost.uid());

    RouteFile route = RouteFile.between(zones).buckets("ghosts");
    String output;
    try (GyreProcess gyre = GyreProcess.sync(route, directory, "--once", "--json")) {
      assertThat(gyre.exitCode()).as(gyre.output()).isZero();
      output = gyre.output();
    }

    JsonNode last = new ObjectMapper().readTree(lastLineWith(output, "\"progress\""));
    assertThat(last.path("copied").asInt()).isEqualTo(2);
    assertThat(last.path("grants_dropped").asInt()).isEqualTo(2);
    assertThat(output.lines().filter(line -> line.contains("grant to ghost"))).hasSize(1);
    assertThat(zones.destination().user(owner.uid()).get("ghosts", "k0")).hasSize(5);
  }

  private static String lastLineWith(String output, String text) {
    return output.lines().filter(line -> line.contains(text)).reduce("", (one, next) -> next);
  }

  private static PutObjectRequest.Builder put(String key) {
    return PutObjectRequest.builder().bucket(BUCKET).key(key);
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
