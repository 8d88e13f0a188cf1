package io.gyre.rgw;

import io.gyre.rgw.CephReader.UnknownEncodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Who owns an object and who else may do what with it.
 *
 * @param owner uid, {@code tenant$uid} for a tenant's user
 * @param grants in the gateway's order; empty means that not even the owner may read
 */
record AccessPolicy(String owner, List<Grant> grants) {
  AccessPolicy {
    grants = List.copyOf(grants);
  }

  /** The bits of a grant's permission, as the gateway stores them. */
  static final int FULL_CONTROL = 15;

  static final int WRITE = 2;

  private static final Grant NONE = new Grant(Kind.OTHER, "", 0);

  /** Whom a grant is for. */
  enum Kind {
    USER,
    ALL_USERS,
    AUTHENTICATED_USERS,
    /** Something that S3 cannot express, such as a Swift referrer. */
    OTHER
  }

  /**
   * One grant.
   *
   * @param id the uid for {@link Kind#USER}, else empty
   * @param permission READ 1, WRITE 2, READ_ACP 4, WRITE_ACP 8; other bits are Swift's
   */
  record Grant(Kind kind, String id, int permission) {
    boolean fullControl() {
      return (permission & FULL_CONTROL) == FULL_CONTROL;
    }
  }

  /** What an object has that was written without saying anything about access. */
  boolean isDefault() {
    Grant only = grants.size() == 1 ? grants.get(0) : NONE;
    return only.kind() == Kind.USER && only.id().equals(owner) && only.permission() == FULL_CONTROL;
  }

  AccessPolicy withGrants(List<Grant> others) {
    return new AccessPolicy(owner, others);
  }

  /** The same of other users. */
  AccessPolicy ofUsers(UnaryOperator<String> others) {
    return new AccessPolicy(
        others.apply(owner),
        grants.stream()
            .map(
                grant ->
                    grant.kind() == Kind.USER
                        ? new Grant(Kind.USER, others.apply(grant.id()), grant.permission())
                        : grant)
            .toList());
  }

  /** The same with another owner, who has what the first one had by name. */
  AccessPolicy ownedBy(String other) {
    return new AccessPolicy(
        other,
        grants.stream()
            .map(
                grant ->
                    grant.kind() == Kind.USER && grant.id().equals(owner)
                        ? new Grant(Kind.USER, other, grant.permission())
                        : grant)
            .toList());
  }

  /** Decodes {@code user.rgw.acl} (RGWAccessControlPolicy). */
  static AccessPolicy decode(byte[] encoded) throws UnknownEncodingException {
    return new CephReader(encoded)
        .struct(
            "RGWAccessControlPolicy",
            2,
            2,
            (in, version) -> {
              String owner = in.struct("ACLOwner", 2, 3, AccessPolicy::ownerId);
              return new AccessPolicy(owner, in.struct("ACL", 3, 4, AccessPolicy::grantsOf));
            });
  }

  private static String ownerId(CephReader in, int version) throws UnknownEncodingException {
    return in.string();
  }

  /** The list's maps of users and groups are sums of the grants, so only the grants count. */
  private static List<Grant> grantsOf(CephReader in, int version) throws UnknownEncodingException {
    in.bool();
    for (int users = in.count(); users > 0; users--) {
      in.string();
      in.int32();
    }
    List<Grant> grants = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      in.string();
      grants.add(in.struct("ACLGrant", 3, 5, AccessPolicy::grant));
    }
    return grants;
  }

  private static Grant grant(CephReader in, int version) throws UnknownEncodingException {
    int type = in.struct("ACLGranteeType", 2, 2, (field, v) -> field.int32());
    String id = in.string();
    in.string(); // uri, always empty
    in.string(); // e-mail, always empty: the gateway stores the user it found
    int permission = in.struct("ACLPermission", 2, 2, (field, v) -> field.int32());
    in.string(); // display name
    int group = in.int32();
    return new Grant(kind(type, group), type == 0 ? id : "", permission);
  }

  private static Kind kind(int type, int group) {
    if (type == 0) {
      return Kind.USER;
    }
    if (type == 2 && group == 1) {
      return Kind.ALL_USERS;
    }
    return type == 2 && group == 2 ? Kind.AUTHENTICATED_USERS : Kind.OTHER;
  }
}
