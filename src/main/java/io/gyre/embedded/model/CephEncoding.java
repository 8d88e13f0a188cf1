package io.gyre.embedded.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The binary attributes of buckets and objects, in Ceph's encoding: little endian; a struct is
 * version, oldest compatible version, length, fields.
 */
public final class CephEncoding {
  private static final int TYPE_USER = 0;
  private static final int TYPE_GROUP = 2;

  private CephEncoding() {}

  /** {@code user.rgw.acl}: RGWAccessControlPolicy. */
  public static byte[] acl(Acl acl) {
    CephWriter out = new CephWriter();
    out.struct(
        2,
        2,
        policy -> {
          policy.struct(3, 2, body -> body.text(acl.owner().id()).text(acl.owner().displayName()));
          policy.struct(4, 3, body -> grants(body, acl.grants()));
        });
    return out.bytes();
  }

  /** {@code user.rgw.x-amz-tagging}: RGWObjTags. */
  public static byte[] tags(List<Tag> tags) {
    CephWriter out = new CephWriter();
    out.struct(
        1,
        1,
        body -> {
          body.number(tags.size());
          tags.forEach(tag -> body.text(tag.key()).text(tag.value()));
        });
    return out.bytes();
  }

  /** {@code user.rgw.object-retention}: RGWObjectRetention. */
  public static byte[] retention(Retention retention) {
    CephWriter out = new CephWriter();
    Instant until = retention.until();
    out.struct(
        1,
        1,
        body -> body.text(retention.mode()).number(until.getEpochSecond()).number(until.getNano()));
    return out.bytes();
  }

  /** {@code user.rgw.public-access}: PublicAccessBlockConfiguration. */
  public static byte[] switches(List<Boolean> values) {
    CephWriter out = new CephWriter();
    out.struct(1, 1, body -> values.forEach(value -> body.octet(value ? 1 : 0)));
    return out.bytes();
  }

  /** {@code user.rgw.object-legal-hold}: RGWObjectLegalHold. */
  public static byte[] legalHold(String status) {
    CephWriter out = new CephWriter();
    out.struct(1, 1, body -> body.text(status));
    return out.bytes();
  }

  /** Reads {@code user.rgw.acl}. */
  public static Acl readAcl(byte[] encoded) {
    return new CephReader(encoded).struct(CephEncoding::readPolicy);
  }

  /** Reads {@code user.rgw.x-amz-tagging}. */
  public static List<Tag> readTags(byte[] encoded) {
    return new CephReader(encoded)
        .struct(body -> body.list(tag -> new Tag(tag.text(), tag.text())));
  }

  private static void grants(CephWriter body, List<Grant> grants) {
    Map<String, Integer> users = new TreeMap<>();
    Map<Integer, Integer> groups = new TreeMap<>();
    for (Grant grant : grants) {
      int bits = grant.permission().bits();
      if (grant.grantee() instanceof Grantee.User named) {
        users.merge(named.user().id(), bits, (a, b) -> a | b);
      } else if (grant.grantee() instanceof Grantee.Group group) {
        groups.merge(group.number(), bits, (a, b) -> a | b);
      }
    }
    body.octet(1).number(users.size());
    users.forEach((id, bits) -> body.text(id).number(bits));
    body.number(grants.size());
    grants.forEach(grant -> grant(body, grant));
    body.number(groups.size());
    groups.forEach((group, bits) -> body.number(group).number(bits));
    body.number(0);
  }

  private static void grant(CephWriter body, Grant grant) {
    boolean toUser = grant.grantee() instanceof Grantee.User;
    Owner user = grant.grantee() instanceof Grantee.User named ? named.user() : Owner.NOBODY;
    int group = grant.grantee() instanceof Grantee.Group known ? known.number() : 0;
    body.text(user.id());
    body.struct(
        5,
        3,
        fields -> {
          fields.struct(2, 2, type -> type.number(toUser ? TYPE_USER : TYPE_GROUP));
          fields.text(user.id()).text("").text("");
          fields.struct(2, 2, bits -> bits.number(grant.permission().bits()));
          fields.text(user.displayName()).number(group).text("");
        });
  }

  private static Acl readPolicy(CephReader policy) {
    Owner owner = policy.struct(body -> new Owner(body.text(), body.text()));
    List<Grant> grants =
        policy.struct(
            body -> {
              body.octet();
              body.list(user -> user.text() + user.number());
              return body.list(
                  entry -> {
                    entry.text();
                    return entry.struct(CephEncoding::readGrant);
                  });
            });
    return new Acl(owner, grants);
  }

  private static Grant readGrant(CephReader fields) {
    long type = fields.struct(CephReader::number);
    String id = fields.text();
    fields.text();
    fields.text();
    Permission permission = Permission.ofBits((int) (long) fields.struct(CephReader::number));
    Owner user = new Owner(id, fields.text());
    boolean all = fields.number() == Grantee.Group.ALL_USERS.number();
    Grantee group = all ? Grantee.Group.ALL_USERS : Grantee.Group.AUTHENTICATED_USERS;
    return new Grant(type == TYPE_GROUP ? group : new Grantee.User(user), permission);
  }
}
