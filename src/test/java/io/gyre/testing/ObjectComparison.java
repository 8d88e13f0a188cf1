package io.gyre.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares every version of every key of one bucket that both zones have. Listings are merged while
 * they are read; what takes a request for each version goes to the executor.
 *
 * @param bytes whether the bytes are read and compared too
 * @param leftOut keys that are not compared
 */
record ObjectComparison(
    TestZone source,
    TestZone destination,
    Findings findings,
    boolean bytes,
    Executor executor,
    String bucket,
    Set<SpoiltKey> leftOut) {

  void compare() {
    Iterator<List<ListedVersion>> here = listing(source);
    Iterator<List<ListedVersion>> there = listing(destination);
    List<ListedVersion> left = next(here);
    List<ListedVersion> right = next(there);
    while (!left.isEmpty() || !right.isEmpty()) {
      int order = order(left, right);
      compareKey(order <= 0 ? left : List.of(), order >= 0 ? right : List.of());
      left = order <= 0 ? next(here) : left;
      right = order >= 0 ? next(there) : right;
    }
  }

  private Iterator<List<ListedVersion>> listing(TestZone zone) {
    return new VersionListing(zone, BucketComparison.s3Name(bucket), VersionListing.LARGEST_PAGE);
  }

  private static List<ListedVersion> next(Iterator<List<ListedVersion>> listing) {
    return listing.hasNext() ? listing.next() : List.of();
  }

  /** Keys are listed in the order of their bytes; a listing that has ended comes after all. */
  private static int order(List<ListedVersion> left, List<ListedVersion> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return left.isEmpty() ? 1 : -1;
    }
    return Arrays.compareUnsigned(
        left.get(0).key().getBytes(StandardCharsets.UTF_8),
        right.get(0).key().getBytes(StandardCharsets.UTF_8));
  }

  private void compareKey(List<ListedVersion> here, List<ListedVersion> there) {
    String key = (here.isEmpty() ? there : here).get(0).key();
    if (leftOut.contains(new SpoiltKey(bucket, key))) {
      return;
    }
    String where = "bucket " + bucket + ", key \"" + key + "\"";
    findings.compare(where, "versions, newest first", sequence(here), sequence(there));
    // A damaged index may list an id twice, which the sequence has told by now.
    Map<String, ListedVersion> thereById =
        there.stream()
            .collect(Collectors.toMap(ListedVersion::id, version -> version, (one, two) -> one));
    if (Objects.equals(sequence(here), sequence(there))) {
      executor.execute(() -> compareCurrent(where, key));
    }
    for (ListedVersion version : here) {
      ListedVersion other = thereById.get(version.id());
      if (other != null) {
        compareRow(where + ", version " + version.id(), version, other);
      }
    }
  }

  private static @Nullable String sequence(List<ListedVersion> versions) {
    return versions.isEmpty()
        ? null
        : versions.stream().map(ListedVersion::place).collect(Collectors.joining(", "));
  }

  private void compareRow(String where, ListedVersion here, ListedVersion there) {
    findings.compare(where, "size", here.size(), there.size());
    // "radosgw-admin bucket chown" empties it in the index, and leaves the owners of versions there
    // as they were; the version's own are compared too.
    if (!here.etag().replace("\"", "").isEmpty()) {
      findings.compare(where, "ETag in the listing", here.etag(), there.etag());
    }
    findings.compare(
        where, "storage class in the listing", here.storageClass(), there.storageClass());
    if (here.marker() || there.marker()) {
      findings.compare(where, "owner in the listing", here.owner(), there.owner());
    } else {
      executor.execute(() -> compareStored(where, here.key(), here.id()));
    }
  }

  /** What a client gets who names no version: a damaged key lists well and answers 404. */
  private void compareCurrent(String where, String key) {
    String path = SystemClient.path(BucketComparison.s3Name(bucket), key);
    try {
      findings.compare(where, "HEAD", head(source, path), head(destination, path));
    } catch (UncheckedIOException e) {
      findings.add(where, "could not be compared", String.valueOf(e.getMessage()), "");
    }
  }

  private static String head(TestZone zone, String path) {
    SystemClient.Answer answer = zone.system().send("HEAD", path, Map.of());
    return answer.status()
        + answer.header("x-amz-delete-marker").map(marker -> " marker").orElse("")
        + answer.header("x-amz-version-id").map(id -> " version " + id).orElse("")
        + answer.header("ETag").map(etag -> " ETag " + etag).orElse("");
  }

  private void compareStored(String where, String key, String id) {
    String path = SystemClient.path(BucketComparison.s3Name(bucket), key);
    try {
      compareAttributes(where, path, id);
      if (bytes) {
        findings.compare(where, "SHA-256", sha256(source, path, id), sha256(destination, path, id));
      }
    } catch (IllegalStateException | UncheckedIOException e) {
      // One version that cannot be read must not hide what is to be said about the others.
      findings.add(where, "could not be compared", String.valueOf(e.getMessage()), "");
    }
  }

  private void compareAttributes(String where, String path, String id) {
    Map<String, String> here = stored(source, path, id).attributes();
    Map<String, String> there = stored(destination, path, id).attributes();
    Set<String> names = new TreeSet<>(here.keySet());
    names.addAll(there.keySet());
    for (String name : names) {
      if (Objects.equals(here.get(name), there.get(name))) {
        continue;
      }
      switch (name) {
        case StoredObject.ACL ->
            findings.compare(
                where,
                "ACL",
                SubResource.acl(source, path, id),
                SubResource.acl(destination, path, id));
        case StoredObject.TAGS ->
            findings.compare(
                where,
                "tags",
                SubResource.tags(source, path, id),
                SubResource.tags(destination, path, id));
        case StoredObject.RETENTION ->
            findings.compare(
                where,
                "retention",
                SubResource.retention(source, path, id),
                SubResource.retention(destination, path, id));
        case StoredObject.LEGAL_HOLD ->
            findings.compare(
                where,
                "legal hold",
                SubResource.legalHold(source, path, id),
                SubResource.legalHold(destination, path, id));
        default -> findings.compare(where, name, here.get(name), there.get(name));
      }
    }
  }

  private static StoredObject stored(TestZone zone, String path, String id) {
    return StoredObject.of(
        zone.system()
            .json(
                path,
                Map.of("versionId", id, "rgwx-prepend-metadata", "true", "rgwx-stat", "true")));
  }

  private static String sha256(TestZone zone, String path, String id) {
    return zone.system()
        .read(
            path,
            Map.of("versionId", id),
            (head, body) -> head.isSuccessful() ? digest(body) : "status " + head.statusCode());
  }

  private static String digest(InputStream body) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(body, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
