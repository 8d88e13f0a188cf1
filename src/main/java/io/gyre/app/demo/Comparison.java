package io.gyre.app.demo;

import io.gyre.embedded.model.Attributes;
import io.gyre.embedded.model.Body;
import io.gyre.embedded.model.Bucket;
import io.gyre.embedded.model.BucketRecord;
import io.gyre.embedded.model.KeyState;
import io.gyre.embedded.model.ObjectVersion;
import io.gyre.embedded.model.Segment;
import io.gyre.embedded.model.User;
import io.gyre.embedded.model.Zone;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Compares two embedded zones completely, behind their APIs: users, buckets, and of each key every
 * version with its id, place, bytes, ACL, tags and metadata. Left out is what a copy cannot have
 * (modification times, ids of bucket instances) and the metadata that the replicator adds.
 */
final class Comparison {
  private static final String ADDED = "x-amz-meta-rgwx-source-";
  private static final int MAX_DIFFERENCES = 20;

  private final Zone source;
  private final Zone destination;
  private final List<String> differences = new ArrayList<>();
  private int users;
  private int buckets;
  private long versions;
  private long bytes;

  private Comparison(Zone source, Zone destination) {
    this.source = source;
    this.destination = destination;
  }

  /**
   * What was compared.
   *
   * @param versions objects, versions and delete markers of the source
   * @param differences the first of them; none means that the zones are equal
   */
  record Result(int users, int buckets, long versions, long bytes, List<String> differences) {
    boolean equal() {
      return differences.isEmpty();
    }
  }

  static Result of(Zone source, Zone destination) {
    Comparison comparison = new Comparison(source, destination);
    comparison.compareUsers();
    comparison.compareBuckets();
    return new Result(
        comparison.users,
        comparison.buckets,
        comparison.versions,
        comparison.bytes,
        List.copyOf(comparison.differences));
  }

  private void compareUsers() {
    each(
        userIds(source),
        userIds(destination),
        "user ",
        id -> {
          users++;
          User here = source.users().find(id).orElseThrow();
          User there = destination.users().find(id).orElseThrow();
          check(here.meta().data().equals(there.meta().data()), "user " + id + ": its data");
        });
  }

  /** System users are each zone's own. */
  private static List<String> userIds(Zone zone) {
    return zone.users().ids().stream()
        .filter(id -> zone.users().find(id).filter(user -> !user.system()).isPresent())
        .toList();
  }

  private void compareBuckets() {
    each(
        source.buckets().entryKeys(),
        destination.buckets().entryKeys(),
        "bucket ",
        name -> {
          buckets++;
          compare(
              name,
              source.buckets().find(name).orElseThrow(),
              destination.buckets().find(name).orElseThrow());
        });
  }

  private void compare(String name, Bucket here, Bucket there) {
    BucketRecord one = here.record();
    BucketRecord other = there.record();
    check(one.owner().equals(other.owner()), "bucket " + name + ": its owner");
    check(one.flags() == other.flags(), "bucket " + name + ": its versioning");
    check(sameAttributes(one.attrs(), other.attrs()), "bucket " + name + ": its attributes");
    each(
        keys(here),
        keys(there),
        name + " / ",
        key -> compare(name + " / " + key, here.find(key), there.find(key)));
  }

  private static boolean sameAttributes(Map<String, byte[]> one, Map<String, byte[]> other) {
    return one.keySet().equals(other.keySet())
        && one.keySet().stream().allMatch(name -> Arrays.equals(one.get(name), other.get(name)));
  }

  private static Set<String> keys(Bucket bucket) {
    Set<String> keys = new TreeSet<>();
    for (int shard = 0; shard < bucket.shardCount(); shard++) {
      keys.addAll(bucket.keys(shard).keySet());
    }
    return keys;
  }

  private void compare(String where, KeyState here, KeyState there) {
    List<ObjectVersion> left = here.versions();
    List<ObjectVersion> right = there.versions();
    versions += left.size();
    if (!ids(left).equals(ids(right))) {
      check(false, where + ": versions " + ids(left) + " there " + ids(right));
      return;
    }
    for (int i = 0; i < left.size(); i++) {
      ObjectVersion one = left.get(i);
      ObjectVersion other = right.get(i);
      String version = where + ", version " + one.versionId();
      bytes += one.size();
      check(one.deleteMarker() == other.deleteMarker(), version + ": a delete marker or not");
      check(here.isLatest(one) == there.isLatest(other), version + ": the current one or not");
      check(one.content().etag().equals(other.content().etag()), version + ": its ETag");
      check(same(one.content().body(), other.content().body()), version + ": its bytes");
      check(visible(one).equals(visible(other)), version + ": ACL, tags or metadata");
    }
  }

  private static List<String> ids(List<ObjectVersion> versions) {
    return versions.stream().map(ObjectVersion::versionId).toList();
  }

  private static Attributes visible(ObjectVersion version) {
    Map<String, String> texts = new TreeMap<>(version.attributes().texts());
    texts.keySet().removeIf(name -> name.startsWith(ADDED));
    return version.attributes().withTexts(texts);
  }

  private static boolean same(Body one, Body other) {
    return one.size() == other.size() && content(one).equals(content(other));
  }

  /** The demo's zones keep everything in memory, and its objects are small. */
  private static ByteBuffer content(Body body) {
    ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(body.size()));
    for (Segment segment : body.segments()) {
      if (segment instanceof Segment.InMemory part) {
        content.put(part.data(), part.offset(), part.length());
      }
    }
    return content.flip();
  }

  /** Says what only one zone has, and compares what both have. */
  private void each(
      Iterable<String> here, Iterable<String> there, String what, Consumer<String> comparison) {
    Set<String> left = new TreeSet<>();
    here.forEach(left::add);
    Set<String> right = new TreeSet<>();
    there.forEach(right::add);
    Set<String> all = new TreeSet<>(left);
    all.addAll(right);
    for (String name : all) {
      if (!right.contains(name)) {
        check(false, what + name + ": missing at the destination");
      } else if (!left.contains(name)) {
        check(false, what + name + ": at the destination only");
      } else {
        comparison.accept(name);
      }
    }
  }

  private void check(boolean equal, String where) {
    if (!equal && differences.size() < MAX_DIFFERENCES) {
      differences.add(where);
    }
  }
}
