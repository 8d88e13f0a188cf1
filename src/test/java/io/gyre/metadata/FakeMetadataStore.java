package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A zone's metadata in memory. Stages are complete when they are returned. */
public final class FakeMetadataStore implements MetadataStore {
  private final Map<String, TreeMap<String, JsonNode>> sections = new HashMap<>();
  private final Map<String, String> emails = new HashMap<>();
  private final List<String> writes = new ArrayList<>();
  private final Set<String> listed = new HashSet<>();
  private final List<String> failed = new ArrayList<>();
  private final String ourselves;
  private final Map<String, RuntimeException> refusals = new HashMap<>();
  private @Nullable GatewayException failure;
  private @Nullable GatewayException emailFailure;

  /** A zone that has one user, whose credentials we use. */
  public FakeMetadataStore(String ourselves, String accessKey) {
    this.ourselves = ourselves;
    section("user").put(ourselves, SampleMetadata.user(ourselves, accessKey));
  }

  /** From now on every call fails like this; null: they succeed again. */
  public synchronized void fail(@Nullable GatewayException failure) {
    this.failure = failure;
  }

  /**
   * From now on one call fails like this, for instance {@code put user/alice}; null: it succeeds
   * again.
   */
  public synchronized void fail(String call, @Nullable RuntimeException refusal) {
    if (refusal == null) {
      refusals.remove(call);
    } else {
      refusals.put(call, refusal);
    }
  }

  /** How often a call was made that fails so. */
  public synchronized long failed(String call) {
    return failed.stream().filter(call::equals).count();
  }

  private void refuse(String call) {
    RuntimeException refusal = refusals.get(call);
    if (refusal != null) {
      failed.add(call);
      throw refusal;
    }
  }

  /** From now on no e-mail address is given; null: they are again. */
  public synchronized void refuseEmails(@Nullable GatewayException refusal) {
    this.emailFailure = refusal;
  }

  /** Puts and removals so far, in order: {@code put user/alice}. */
  public synchronized List<String> writes() {
    return List.copyOf(writes);
  }

  /** What is stored; fails the test when it is not there. */
  public synchronized JsonNode stored(String section, String key) {
    return Optional.ofNullable(section(section).get(key)).orElseThrow();
  }

  /** Stores without counting as a write: what the zone's own users did. */
  public synchronized void given(String section, String key, JsonNode object) {
    if (section.equals("user")) {
      index(key, object.at("/data/email").asText());
    }
    section(section).put(key, object.deepCopy());
  }

  /** As the gateway's index of addresses: a user's last one gives way, whoever had the new one. */
  private void index(String uid, String email) {
    JsonNode before = section("user").get(uid);
    String last = before == null ? "" : before.at("/data/email").asText();
    if (!last.equals(email)) {
      emails.remove(last);
      if (!email.isEmpty()) {
        emails.put(email, uid);
      }
    }
  }

  /** Whom the zone finds by an e-mail address. */
  public synchronized Optional<String> ownerOfEmail(String email) {
    return Optional.ofNullable(emails.get(email));
  }

  /** Removes without counting as a write. */
  public synchronized void gone(String section, String key) {
    if (section.equals("user") && section(section).containsKey(key)) {
      index(key, "");
    }
    section(section).remove(key);
  }

  @Override
  public synchronized CompletionStage<Void> confirmZone() {
    return answer(
        () -> {
          refuse("confirm zone");
          return null;
        });
  }

  @Override
  public synchronized CompletionStage<KeyPage> keys(String section, String marker, int max) {
    return answer(
        () -> {
          List<String> after = new ArrayList<>(section(section).tailMap(marker, false).keySet());
          List<String> page = after.subList(0, Math.min(max, after.size()));
          return new KeyPage(page, page.size() < after.size() ? page.get(page.size() - 1) : "");
        });
  }

  @Override
  public synchronized CompletionStage<Optional<JsonNode>> get(String section, String key) {
    return answer(
        () -> {
          refuse("get " + section + "/" + key);
          return Optional.ofNullable(section(section).get(key)).map(JsonNode::deepCopy);
        });
  }

  @Override
  public synchronized CompletionStage<Void> put(String section, String key, JsonNode object) {
    return answer(
        () -> {
          refuse("put " + section + "/" + key);
          if (section.equals("user")) {
            refuseForeignKeys(key, object);
          }
          writes.add("put " + section + "/" + key);
          given(section, key, object);
          return null;
        });
  }

  @Override
  public synchronized CompletionStage<Void> remove(String section, String key) {
    return answer(
        () -> {
          writes.add("remove " + section + "/" + key);
          gone(section, key);
          return null;
        });
  }

  @Override
  public synchronized CompletionStage<String> ourselves() {
    return answer(() -> ourselves);
  }

  @Override
  public synchronized CompletionStage<Optional<String>> ownerOfAccessKey(String accessKey) {
    return answer(() -> owner(accessKey));
  }

  /** The owners' lists follow the entry points, except where one is {@link #stillListed}. */
  @Override
  public synchronized CompletionStage<Boolean> lists(String uid, BucketName bucket) {
    return answer(
        () ->
            listed.contains(uid + " " + bucket)
                || Optional.ofNullable(section("bucket").get(bucket.toString()))
                    .filter(entry -> entry.at("/data/owner").asText().equals(uid))
                    .isPresent());
  }

  /** A user's list has a bucket from now on, whether or not it is there. */
  public synchronized void stillListed(String uid, BucketName bucket) {
    listed.add(uid + " " + bucket);
  }

  @Override
  public synchronized CompletionStage<Boolean> giveEmail(String uid, String email) {
    return answer(
        () -> {
          if (emailFailure != null) {
            throw emailFailure;
          }
          String address = email.toLowerCase(Locale.ROOT);
          if (ownerOfEmail(address).filter(owner -> !owner.equals(uid)).isPresent()) {
            return false;
          }
          writes.add("email user/" + uid);
          ObjectNode user = stored("user", uid).deepCopy();
          given("user", uid, SampleMetadata.withEmail(user, address));
          return true;
        });
  }

  private Optional<String> owner(String accessKey) {
    return section("user").entrySet().stream()
        .filter(
            user ->
                user.getValue().at("/data/keys").findValuesAsText("access_key").contains(accessKey))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private void refuseForeignKeys(String uid, JsonNode user) {
    for (String accessKey : user.at("/data/keys").findValuesAsText("access_key")) {
      if (owner(accessKey).filter(owner -> !owner.equals(uid)).isPresent()) {
        throw new GatewayException(
            FailureClass.INVALID, 409, "BucketAlreadyExists", "the key is taken", null);
      }
    }
  }

  private TreeMap<String, JsonNode> section(String name) {
    return sections.computeIfAbsent(name, added -> new TreeMap<>());
  }

  private <T> CompletionStage<T> answer(Supplier<T> call) {
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    try {
      return CompletableFuture.completedFuture(call.get());
    } catch (RuntimeException refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }
}
