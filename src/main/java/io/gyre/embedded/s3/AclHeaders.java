package io.gyre.embedded.s3;

import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.GatewayRequest;
import io.gyre.embedded.http.Refusal;
import io.gyre.embedded.model.Acl;
import io.gyre.embedded.model.Grant;
import io.gyre.embedded.model.Grantee;
import io.gyre.embedded.model.Owner;
import io.gyre.embedded.model.Permission;
import io.gyre.embedded.model.User;
import io.gyre.embedded.model.Users;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * ACLs by header: {@code x-amz-acl} or {@code x-amz-grant-*}. Where they cannot be understood they
 * are refused, but not to a system user: it is answered 200 and an empty ACL without owner is
 * stored, as in 16.2.
 */
final class AclHeaders {
  private static final String CANNED = "x-amz-acl";
  private static final Map<String, Permission> GRANTS = new LinkedHashMap<>();

  static {
    GRANTS.put("x-amz-grant-read", Permission.READ);
    GRANTS.put("x-amz-grant-write", Permission.WRITE);
    GRANTS.put("x-amz-grant-read-acp", Permission.READ_ACP);
    GRANTS.put("x-amz-grant-write-acp", Permission.WRITE_ACP);
    GRANTS.put("x-amz-grant-full-control", Permission.FULL_CONTROL);
  }

  private AclHeaders() {}

  /** The ACL that the headers ask for; empty without such headers. */
  static Optional<Acl> read(S3Call call, Owner owner, Owner bucketOwner) {
    Optional<String> canned = call.request().header(CANNED);
    boolean granted = GRANTS.keySet().stream().anyMatch(call.request().headers()::containsKey);
    if (canned.isEmpty() && !granted) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(call, canned, granted, owner, bucketOwner));
    } catch (Refusal refusal) {
      if (call.caller().system()) {
        return Optional.of(Acl.NONE);
      }
      throw refusal;
    }
  }

  private static Acl read(
      S3Call call, Optional<String> canned, boolean granted, Owner owner, Owner bucketOwner) {
    if (canned.isEmpty()) {
      return grants(call.request(), owner, call.zone().users());
    }
    if (granted) {
      throw ErrorCode.INVALID_REQUEST.refusal();
    }
    return canned(canned.get(), owner, bucketOwner);
  }

  private static Acl canned(String name, Owner owner, Owner bucketOwner) {
    List<Grant> grants = new ArrayList<>();
    grants.add(Grant.to(owner, Permission.FULL_CONTROL));
    switch (name) {
      case "private" -> {}
      case "public-read" -> grants.add(new Grant(Grantee.Group.ALL_USERS, Permission.READ));
      case "public-read-write" -> {
        grants.add(new Grant(Grantee.Group.ALL_USERS, Permission.READ));
        grants.add(new Grant(Grantee.Group.ALL_USERS, Permission.WRITE));
      }
      case "authenticated-read" ->
          grants.add(new Grant(Grantee.Group.AUTHENTICATED_USERS, Permission.READ));
      case "bucket-owner-read" -> addOther(grants, owner, bucketOwner, Permission.READ);
      case "bucket-owner-full-control" ->
          addOther(grants, owner, bucketOwner, Permission.FULL_CONTROL);
      default -> throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    return new Acl(owner, grants);
  }

  private static void addOther(
      List<Grant> grants, Owner owner, Owner other, Permission permission) {
    if (!other.id().equals(owner.id())) {
      grants.add(Grant.to(other, permission));
    }
  }

  private static Acl grants(GatewayRequest request, Owner owner, Users users) {
    List<Grant> grants = new ArrayList<>();
    for (Map.Entry<String, Permission> header : GRANTS.entrySet()) {
      request
          .header(header.getKey())
          .ifPresent(value -> add(grants, value, header.getValue(), users));
    }
    return new Acl(owner, grants);
  }

  private static void add(List<Grant> grants, String value, Permission permission, Users users) {
    for (String item : value.split(",", -1)) {
      String[] pair = item.strip().split("=", 2);
      if (pair.length != 2) {
        throw ErrorCode.INVALID_ARGUMENT.refusal();
      }
      String named = pair[1].strip().replaceAll("^\"|\"$", "");
      Grantee grantee =
          grantee(pair[0].strip(), named, users).orElseThrow(ErrorCode.NO_SUCH_KEY::refusal);
      grants.add(new Grant(grantee, permission));
    }
  }

  private static Optional<Grantee> grantee(String kind, String named, Users users) {
    return switch (kind) {
      case "id" -> users.find(named).map(User::owner).map(Grantee.User::new);
      case "emailAddress" -> users.findByEmail(named).map(User::owner).map(Grantee.User::new);
      case "uri" -> group(named);
      default -> Optional.empty();
    };
  }

  /** The group with this URI. */
  static Optional<Grantee> group(String uri) {
    for (Grantee.Group group : Grantee.Group.values()) {
      if (group.uri().equals(uri)) {
        return Optional.of(group);
      }
    }
    return Optional.empty();
  }
}
