package io.gyre.embedded.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A user, read from its metadata object, which stays the truth: what is not read here is kept as it
 * came.
 */
public final class User {
  private final MetaObject meta;
  private final String id;
  private final Owner owner;
  private final Acl privateAcl;
  private final List<AccessKey> keys;
  private final boolean suspended;
  private final boolean system;

  /** Reads the fields that the gateway itself needs. */
  public User(MetaObject meta) {
    this.meta = meta;
    ObjectNode data = meta.data();
    this.id = data.path("user_id").asText();
    this.owner = new Owner(id, data.path("display_name").asText());
    this.privateAcl = Acl.privateTo(owner);
    this.keys = keys(data.path("keys"));
    this.suspended = truth(data.path("suspended"));
    this.system = truth(data.path("system"));
  }

  /** The metadata object. */
  public MetaObject meta() {
    return meta;
  }

  /** {@code uid}, or {@code tenant$uid}. */
  public String id() {
    return id;
  }

  /** The tenant; empty for none. */
  public String tenant() {
    int dollar = id.indexOf('$');
    return dollar < 0 ? "" : id.substring(0, dollar);
  }

  /** As it appears in ACLs. */
  public Owner owner() {
    return owner;
  }

  /**
   * The ACL of what it creates without saying more. One instance, since a zone may hold millions.
   */
  public Acl privateAcl() {
    return privateAcl;
  }

  /** Its S3 keys. */
  public List<AccessKey> keys() {
    return keys;
  }

  /** True if its keys are refused. */
  public boolean suspended() {
    return suspended;
  }

  /** True if it may do everything, and use {@code rgwx-} parameters. */
  public boolean system() {
    return system;
  }

  /** True if it may do operations of this kind: read, write or delete. */
  public boolean mayDo(String operation) {
    JsonNode mask = meta.data().path("op_mask");
    return mask.isMissingNode() || mask.asText().contains(operation);
  }

  /** True if it has an admin capability ({@code users}, {@code mdlog}, …) to read or to write. */
  public boolean hasCapability(String type, boolean write) {
    for (JsonNode cap : meta.data().path("caps")) {
      String permission = cap.path("perm").asText();
      boolean covers = permission.contains(write ? "write" : "read") || permission.equals("*");
      if (cap.path("type").asText().equals(type) && covers) {
        return true;
      }
    }
    return false;
  }

  /** Where its buckets are kept that name no place; empty for the zone's default. */
  public String defaultPlacement() {
    return meta.data().path("default_placement").asText();
  }

  /** The e-mail address; empty for none. */
  public String email() {
    return meta.data().path("email").asText();
  }

  private static List<AccessKey> keys(JsonNode array) {
    List<AccessKey> keys = new ArrayList<>();
    for (JsonNode key : array) {
      keys.add(new AccessKey(key.path("access_key").asText(), key.path("secret_key").asText()));
    }
    return List.copyOf(keys);
  }

  /** Numbers, booleans and their texts all occur. */
  private static boolean truth(JsonNode node) {
    return node.asBoolean() || node.asText().equals("true") || node.asText().equals("1");
  }
}
