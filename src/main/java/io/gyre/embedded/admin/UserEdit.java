package io.gyre.embedded.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.embedded.http.Query;
import java.util.Locale;
import java.util.UUID;

/** What the parameters of the user API change in a user's metadata. */
final class UserEdit {
  private UserEdit() {}

  static ObjectNode apply(ObjectNode data, Query query) {
    query.get("display-name").ifPresent(name -> data.put("display_name", name));
    query.get("email").ifPresent(email -> data.put("email", address(query)));
    query
        .get("max-buckets")
        .ifPresent(n -> data.put("max_buckets", query.number("max-buckets", 0)));
    query
        .get("op-mask")
        .ifPresent(mask -> data.put("op_mask", String.join(", ", mask.split(" *, *"))));
    query.get("suspended").ifPresent(text -> data.put("suspended", isTrue(text) ? 1 : 0));
    query.get("system").ifPresent(text -> data.put("system", Boolean.toString(isTrue(text))));
    query.get("default-placement").ifPresent(name -> data.put("default_placement", name));
    query.get("user-caps").ifPresent(caps -> Capabilities.add(data.withArray("caps"), caps));
    return data;
  }

  /** The e-mail address as it is kept, which is in lower case. */
  static String address(Query query) {
    return query.text("email").toLowerCase(Locale.ROOT);
  }

  /** Adds the given key, or a new one unless {@code generate-key} is false. Keys stay in order. */
  static ObjectNode withKey(ObjectNode data, Query query) {
    String access = query.text("access-key");
    if (access.isEmpty() && query.text("generate-key").equals("false")) {
      return data;
    }
    String id = access.isEmpty() ? random().substring(0, 20) : access;
    String secret =
        query.get("secret-key").filter(text -> !text.isEmpty()).orElseGet(UserEdit::random);
    withoutKey(data, id);
    ArrayNode keys = data.withArray("keys");
    int place = 0;
    while (place < keys.size() && keys.get(place).path("access_key").asText().compareTo(id) < 0) {
      place++;
    }
    keys.insertObject(place)
        .put("user", data.path("user_id").asText())
        .put("access_key", id)
        .put("secret_key", secret);
    return data;
  }

  /** Returns whether there was one. */
  static boolean withoutKey(ObjectNode data, String accessKey) {
    return withoutNamed(data.withArray("keys"), "access_key", accessKey);
  }

  /** Removes what has this value; returns whether there was something. */
  static boolean withoutNamed(ArrayNode from, String field, String value) {
    boolean found = false;
    for (int i = from.size() - 1; i >= 0; i--) {
      if (from.get(i).path(field).asText().equals(value)) {
        from.remove(i);
        found = true;
      }
    }
    return found;
  }

  private static boolean isTrue(String text) {
    return text.equals("1") || text.equalsIgnoreCase("true");
  }

  private static String random() {
    return UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
  }
}
