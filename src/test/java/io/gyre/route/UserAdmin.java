package io.gyre.route;

import io.gyre.testing.TestZone;
import java.util.HashMap;
import java.util.Map;

/** What an administrator does to the users of a zone. */
record UserAdmin(TestZone zone) {
  private static final String USER = "/admin/user";

  /** Changes a user's own fields, named as the admin API names them. */
  void modify(String uid, Map<String, String> fields) {
    send("POST", USER, with(fields, "uid", uid));
  }

  void remove(String uid) {
    send("DELETE", USER, Map.of("uid", uid));
  }

  /** Gives a user one of everything that a user can have. */
  void enrich(String uid) {
    modify(
        uid,
        Map.of(
            "display-name",
            "Enriched \u00e9 " + uid,
            "email",
            uid + "@example.org",
            "max-buckets",
            "7",
            "op-mask",
            "read,write"));
    send(
        "PUT",
        USER,
        Map.of(
            "subuser",
            uid + ":swift",
            "uid",
            uid,
            "access",
            "full",
            "key-type",
            "swift",
            "secret-key",
            "swift-secret-of-" + uid));
    send("PUT", USER, with(Map.of("caps", ""), "uid", uid, "user-caps", "usage=read;buckets=*"));
    addKey(uid, "SECOND" + uid, "second");
    quota(uid, "user", true);
    quota(uid, "bucket", true);
  }

  /** Takes back what {@link #enrich} gave. */
  void impoverish(String uid) {
    modify(uid, Map.of("op-mask", "read,write,delete", "max-buckets", "1000"));
    send("DELETE", USER, Map.of("subuser", uid + ":swift", "uid", uid, "purge-keys", "true"));
    send("DELETE", USER, with(Map.of("caps", ""), "uid", uid, "user-caps", "usage=read"));
    send("DELETE", USER, with(Map.of("key", ""), "uid", uid, "access-key", "SECOND" + uid));
    quota(uid, "user", false);
  }

  void suspend(String uid, boolean suspended) {
    modify(uid, Map.of("suspended", String.valueOf(suspended)));
  }

  private void quota(String uid, String type, boolean enabled) {
    send(
        "PUT",
        USER,
        with(
            Map.of("quota", "", "max-objects", "9", "max-size-kb", "4096"),
            "uid",
            uid,
            "quota-type",
            type,
            "enabled",
            String.valueOf(enabled)));
  }

  /** Gives a user one more access key. */
  void addKey(String uid, String accessKey, String secretKey) {
    send(
        "PUT",
        USER,
        with(Map.of("key", ""), "uid", uid, "access-key", accessKey, "secret-key", secretKey));
  }

  private void send(String method, String path, Map<String, String> query) {
    zone.system().send(method, path, query).requireSuccess();
  }

  private static Map<String, String> with(Map<String, String> query, String... more) {
    Map<String, String> all = new HashMap<>(query);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return all;
  }
}
