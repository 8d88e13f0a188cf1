package io.gyre.rgw;

import io.gyre.rgw.AccessPolicy.Grant;
import io.gyre.rgw.AccessPolicy.Kind;
import io.gyre.s3.Xml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An access policy as S3 writes it: in request headers, or as an XML document. Pure. */
final class AclText {
  private static final String GROUPS = "http://acs.amazonaws.com/groups/global/";
  private static final String SCHEMA = "http://www.w3.org/2001/XMLSchema-instance";

  private static final Map<Integer, String> PERMISSIONS =
      Map.of(1, "READ", 2, "WRITE", 4, "READ_ACP", 8, "WRITE_ACP", 15, "FULL_CONTROL");

  private AclText() {}

  /**
   * The headers that give a new object this policy; empty when headers are not safe for it.
   *
   * <p>They are only safe for grantees that certainly exist: for a header with an unknown one the
   * gateway answers 200 and stores the object without owner and without any grant. The owner
   * exists, because the request is made in its name; and there are the two groups.
   */
  static Optional<Map<String, String>> headers(AccessPolicy policy) {
    if (policy.isDefault()) {
      return Optional.of(Map.of());
    }
    Map<String, List<String>> grantees = new LinkedHashMap<>();
    for (Grant grant : policy.grants()) {
      if (!safeInHeader(grant, policy.owner())) {
        return Optional.empty();
      }
      for (String permission : permissions(grant)) {
        String header = "x-amz-grant-" + permission.toLowerCase(Locale.ROOT);
        grantees
            .computeIfAbsent(header.replace('_', '-'), name -> new ArrayList<>())
            .add(grantee(grant));
      }
    }
    if (grantees.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    grantees.forEach((name, all) -> headers.put(name, String.join(", ", all)));
    return Optional.of(headers);
  }

  private static boolean safeInHeader(Grant grant, String owner) {
    return switch (grant.kind()) {
      case ALL_USERS, AUTHENTICATED_USERS -> true;
      case USER -> grant.id().equals(owner) && owner.matches("[A-Za-z0-9._@$-]+");
      case OTHER -> false;
    };
  }

  private static String grantee(Grant grant) {
    return grant.kind() == Kind.USER
        ? "id=\"" + grant.id() + "\""
        : "uri=\"" + groupUri(grant.kind()) + "\"";
  }

  /** The body of {@code PUT ?acl}. Grants that S3 cannot express are left out. */
  static String xml(AccessPolicy policy) {
    StringBuilder xml = new StringBuilder("<AccessControlPolicy>");
    xml.append("<Owner><ID>").append(Xml.escape(policy.owner())).append("</ID></Owner>");
    xml.append("<AccessControlList>");
    for (Grant grant : policy.grants()) {
      for (String permission : permissions(grant)) {
        xml.append("<Grant>").append(granteeXml(grant));
        xml.append("<Permission>").append(permission).append("</Permission></Grant>");
      }
    }
    return xml.append("</AccessControlList></AccessControlPolicy>").toString();
  }

  private static String granteeXml(Grant grant) {
    boolean user = grant.kind() == Kind.USER;
    String type = user ? "CanonicalUser" : "Group";
    String inner =
        user
            ? "<ID>" + Xml.escape(grant.id()) + "</ID>"
            : "<URI>" + groupUri(grant.kind()) + "</URI>";
    return "<Grantee xmlns:xsi=\""
        + SCHEMA
        + "\" xsi:type=\""
        + type
        + "\">"
        + inner
        + "</Grantee>";
  }

  private static String groupUri(Kind kind) {
    return GROUPS + (kind == Kind.ALL_USERS ? "AllUsers" : "AuthenticatedUsers");
  }

  /** Whether two policies allow the same; order and repetition of grants say nothing. */
  static boolean sameGrants(AccessPolicy one, AccessPolicy other) {
    return expressed(one).equals(expressed(other));
  }

  private static Set<String> expressed(AccessPolicy policy) {
    Set<String> all = new HashSet<>();
    for (Grant grant : policy.grants()) {
      permissions(grant).forEach(permission -> all.add(permission + " " + grantee(grant)));
    }
    return all;
  }

  /** The grants that S3 has no words for. */
  static List<Grant> inexpressible(AccessPolicy policy) {
    return policy.grants().stream()
        .filter(grant -> permissions(grant).isEmpty())
        .collect(Collectors.toList());
  }

  /** What S3 calls what a grant allows; none for what it has no words for. */
  static List<String> permissions(Grant grant) {
    if (grant.kind() == Kind.OTHER) {
      return List.of();
    }
    if (grant.fullControl()) {
      return List.of("FULL_CONTROL");
    }
    List<String> names = new ArrayList<>();
    for (int bit = 1; bit <= 8; bit <<= 1) {
      String name = PERMISSIONS.get(bit);
      if ((grant.permission() & bit) != 0 && name != null) {
        names.add(name);
      }
    }
    return names;
  }
}
