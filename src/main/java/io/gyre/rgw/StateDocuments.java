package io.gyre.rgw;

import io.gyre.rgw.AccessPolicy.Grant;
import io.gyre.rgw.AccessPolicy.Kind;
import io.gyre.rgw.ObjectLock.Retention;
import io.gyre.rgw.ObjectTags.Tag;
import io.gyre.s3.Xml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.w3c.dom.Element;

/** The answers of {@code ?acl}, {@code ?tagging}, {@code ?retention} and {@code ?legal-hold}. */
final class StateDocuments {
  private static final Map<String, Integer> PERMISSIONS =
      Map.of("READ", 1, "WRITE", 2, "READ_ACP", 4, "WRITE_ACP", 8, "FULL_CONTROL", 15);

  private StateDocuments() {}

  static AccessPolicy policy(Element root) {
    String owner = id(Xml.children(root, "Owner"));
    List<Grant> grants = new ArrayList<>();
    for (Element list : Xml.children(root, "AccessControlList")) {
      for (Element grant : Xml.children(list, "Grant")) {
        int permission = PERMISSIONS.getOrDefault(Xml.text(grant, "Permission"), 0);
        grants.add(grant(Xml.children(grant, "Grantee"), permission));
      }
    }
    return new AccessPolicy(owner, grants);
  }

  private static Grant grant(List<Element> grantee, int permission) {
    String id = id(grantee);
    if (!id.isEmpty()) {
      return new Grant(Kind.USER, id, permission);
    }
    String uri = grantee.isEmpty() ? "" : Xml.text(grantee.get(0), "URI");
    if (uri.endsWith("/AllUsers")) {
      return new Grant(Kind.ALL_USERS, "", permission);
    }
    Kind kind = uri.endsWith("/AuthenticatedUsers") ? Kind.AUTHENTICATED_USERS : Kind.OTHER;
    return new Grant(kind, "", permission);
  }

  private static String id(List<Element> user) {
    return user.isEmpty() ? "" : Xml.text(user.get(0), "ID");
  }

  static ObjectTags tags(Element root) {
    List<Tag> tags = new ArrayList<>();
    for (Element set : Xml.children(root, "TagSet")) {
      for (Element tag : Xml.children(set, "Tag")) {
        tags.add(new Tag(Xml.text(tag, "Key"), Xml.text(tag, "Value")));
      }
    }
    return new ObjectTags(tags);
  }

  static Retention retention(Element root) {
    return new Retention(Xml.text(root, "Mode"), Instant.parse(Xml.text(root, "RetainUntilDate")));
  }

  static String legalHold(Element root) {
    return Xml.text(root, "Status");
  }
}
