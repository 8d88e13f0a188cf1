package io.gyre.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.embedded.model.Acl;
import io.gyre.embedded.model.Attributes;
import io.gyre.embedded.model.Body;
import io.gyre.embedded.model.Bucket;
import io.gyre.embedded.model.Buckets;
import io.gyre.embedded.model.Content;
import io.gyre.embedded.model.Json;
import io.gyre.embedded.model.KeyState;
import io.gyre.embedded.model.NewObject;
import io.gyre.embedded.model.ObjectVersion;
import io.gyre.embedded.model.PlacementRule;
import io.gyre.embedded.model.Precondition;
import io.gyre.embedded.model.Segment;
import io.gyre.embedded.model.User;
import io.gyre.embedded.model.Zone;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/**
 * Small objects of one user, put into an embedded zone behind its API, which takes seconds for a
 * million. Each says its own name.
 */
record ManyKeys(int buckets, int keysEach) {
  private static final String USER = "many";
  private static final String MARK = "x-amz-meta-rgwx-source-";
  private static final Map<String, String> TEXTS =
      Map.of("content_type", "text/plain", "x-amz-meta-colour", "blue");

  int count() {
    return buckets * keysEach;
  }

  private static String bucket(int number) {
    return "many-%05d".formatted(number);
  }

  private static String key(int number) {
    return "some/where/key-%07d".formatted(number);
  }

  void writeTo(Zone zone) {
    User user = zone.users().write(Json.user(USER, "Many"));
    Attributes attributes = new Attributes(user.privateAcl(), TEXTS, List.of(), null, null);
    for (int i = 0; i < buckets; i++) {
      Bucket bucket = create(zone, user, bucket(i));
      for (int j = 0; j < keysEach; j++) {
        NewObject object = new NewObject(key(j), content(bucket(i) + key(j)), attributes, "", 0);
        bucket.put(object, Precondition.NONE);
      }
    }
  }

  private static Bucket create(Zone zone, User user, String name) {
    Acl acl = user.privateAcl();
    int shards = zone.settings().indexShards();
    return zone.buckets()
        .create(new Buckets.Creation(name, user.owner(), acl, PlacementRule.DEFAULT, shards, 0))
        .orElseThrow();
  }

  private static Content content(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return Content.whole(Body.of(bytes), md5(bytes), PlacementRule.STANDARD);
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Every bucket, every key, every byte, one at a time. */
  void assertEqual(Zone source, Zone destination) {
    assertThat(destination.buckets().entryKeys()).isEqualTo(source.buckets().entryKeys());
    int compared = 0;
    for (int i = 0; i < buckets; i++) {
      Bucket here = source.buckets().find(bucket(i)).orElseThrow();
      Bucket there = destination.buckets().find(bucket(i)).orElseThrow();
      assertThat(there.usage()).isEqualTo(here.usage());
      for (int shard = 0; shard < here.shardCount(); shard++) {
        NavigableMap<String, KeyState> keys = here.keys(shard);
        keys.forEach((key, state) -> assertEqual(key, state.current(), there.find(key).current()));
        compared += keys.size();
      }
    }
    assertThat(compared).isEqualTo(count());
  }

  private static void assertEqual(String key, ObjectVersion here, ObjectVersion there) {
    boolean equal =
        there != null
            && there.content().etag().equals(here.content().etag())
            && Arrays.equals(bytes(there), bytes(here))
            && there.owner().equals(here.owner())
            && there.attributes().acl().equals(here.attributes().acl())
            && there.attributes().texts().entrySet().stream()
                .filter(text -> !text.getKey().startsWith(MARK))
                .allMatch(text -> text.getValue().equals(TEXTS.get(text.getKey())))
            && there.attributes().texts().keySet().containsAll(TEXTS.keySet());
    assertThat(equal).as(key + ": " + here + " and " + there).isTrue();
  }

  private static byte[] bytes(ObjectVersion version) {
    byte[] all = new byte[(int) version.size()];
    int at = 0;
    for (Segment segment : version.content().body().segments()) {
      Segment.InMemory part = (Segment.InMemory) segment;
      System.arraycopy(part.data(), part.offset(), all, at, part.length());
      at += part.length();
    }
    return all;
  }
}
