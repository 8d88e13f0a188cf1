package io.gyre.embedded.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The zone's users, found by id and by access key. Every change is logged. */
public final class Users {
  /** The name of the metadata section. */
  public static final String SECTION = "user";

  private final Map<String, User> byId = new ConcurrentSkipListMap<>();
  private final Map<String, User> byAccessKey = new ConcurrentHashMap<>();
  private final Map<String, String> idsByEmail = new ConcurrentHashMap<>();
  private final MetadataLog log;
  private final ZoneClock clock;

  Users(MetadataLog log, ZoneClock clock) {
    this.log = log;
    this.clock = clock;
  }

  /** The user with this id. */
  public Optional<User> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The user with this access key. */
  public Optional<User> findByAccessKey(String accessKey) {
    return Optional.ofNullable(byAccessKey.get(accessKey));
  }

  /**
   * The user with exactly this e-mail address: the last that got it. When that one gives it up,
   * nobody is found by it, also where somebody else still has it.
   */
  public Optional<User> findByEmail(String email) {
    return Optional.ofNullable(idsByEmail.get(email)).map(byId::get);
  }

  /** All ids, sorted. */
  public List<String> ids() {
    return List.copyOf(byId.keySet());
  }

  /** Stores a change made here: the version grows, the time is now. */
  public synchronized User write(ObjectNode data) {
    User present = byId.get(data.path("user_id").asText());
    MetaVersion version =
        present == null ? new MetaVersion(Ids.metaTag(), 1) : present.meta().version().next();
    return store(new MetaObject(data, version, clock.next()));
  }

  /**
   * Stores an object that came with its version and time.
   *
   * @return empty if one of its access keys belongs to somebody else, and nothing is stored
   */
  public synchronized Optional<User> put(MetaObject meta) {
    User user = new User(meta);
    for (AccessKey key : user.keys()) {
      User holder = byAccessKey.get(key.id());
      if (holder != null && !holder.id().equals(user.id())) {
        return Optional.empty();
      }
    }
    return Optional.of(store(meta));
  }

  /** Removes a user; false if there is none. Its buckets stay. */
  public synchronized boolean remove(String id) {
    User user = byId.remove(id);
    if (user == null) {
      return false;
    }
    user.keys().forEach(key -> byAccessKey.remove(key.id()));
    idsByEmail.remove(user.email());
    MetaVersion version = user.meta().version();
    log.record(SECTION, id, "remove", version, version.next());
    return true;
  }

  private void moveEmail(@Nullable User before, User user) {
    if (before != null && before.email().equals(user.email())) {
      return;
    }
    if (before != null) {
      idsByEmail.remove(before.email());
    }
    if (!user.email().isEmpty()) {
      idsByEmail.put(user.email(), user.id());
    }
  }

  private User store(MetaObject meta) {
    User user = new User(meta);
    User before = byId.put(user.id(), user);
    if (before != null) {
      before.keys().forEach(key -> byAccessKey.remove(key.id()));
    }
    moveEmail(before, user);
    user.keys().forEach(key -> byAccessKey.put(key.id(), user));
    MetaVersion read = before == null ? MetaVersion.NONE : before.meta().version();
    log.record(SECTION, user.id(), "write", read, meta.version());
    return user;
  }
}
