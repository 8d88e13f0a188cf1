package io.gyre.embedded.s3;

import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.Limits;
import io.gyre.embedded.http.XmlNode;
import io.gyre.embedded.http.XmlWriter;
import io.gyre.embedded.model.Acl;
import io.gyre.embedded.model.Grant;
import io.gyre.embedded.model.Grantee;
import io.gyre.embedded.model.Owner;
import io.gyre.embedded.model.Permission;
import io.gyre.embedded.model.User;
import io.gyre.embedded.model.Users;
import java.util.ArrayList;
import java.util.List;

/** ACLs as XML. */
final class AclXml {
  private AclXml() {}

  static XmlWriter write(Acl acl) {
    XmlWriter xml = new XmlWriter().openS3("AccessControlPolicy");
    if (!acl.owner().id().isEmpty()) {
      owner(xml, acl.owner());
    }
    xml.open("AccessControlList");
    for (Grant grant : acl.grants()) {
      xml.open("Grant");
      if (grant.grantee() instanceof Grantee.Group group) {
        xml.openGrantee("Group").text("URI", group.uri());
      } else if (grant.grantee() instanceof Grantee.User named) {
        xml.openGrantee("CanonicalUser")
            .text("ID", named.user().id())
            .text("DisplayName", named.user().displayName());
      }
      xml.close("Grantee").text("Permission", grant.permission().name()).close("Grant");
    }
    return xml.close("AccessControlList").close("AccessControlPolicy");
  }

  static void owner(XmlWriter xml, Owner owner) {
    xml.open("Owner")
        .text("ID", owner.id())
        .text("DisplayName", owner.displayName())
        .close("Owner");
  }

  /** Reads a document; its owner has to be the present one. */
  static Acl read(XmlNode document, Owner present, Users users) {
    String owner =
        document
            .child("Owner")
            .flatMap(node -> node.childText("ID"))
            .orElseThrow(ErrorCode.INVALID_ARGUMENT::refusal);
    if (!owner.equals(present.id())) {
      throw ErrorCode.ACCESS_DENIED.refusal();
    }
    List<Grant> grants = new ArrayList<>();
    List<XmlNode> listed =
        document.child("AccessControlList").map(list -> list.all("Grant")).orElse(List.of());
    if (listed.size() > Limits.GRANTS) {
      throw ErrorCode.LIMIT_EXCEEDED.refusal();
    }
    listed.forEach(node -> grants.add(grant(node, users)));
    return new Acl(present, grants);
  }

  private static Grant grant(XmlNode node, Users users) {
    XmlNode grantee = node.child("Grantee").orElseThrow(ErrorCode.MALFORMED_XML::refusal);
    return new Grant(grantee(grantee, users), permission(node));
  }

  private static Permission permission(XmlNode node) {
    String name = node.childText("Permission").orElse("").strip();
    for (Permission permission : Permission.values()) {
      if (permission.name().equals(name)) {
        return permission;
      }
    }
    throw ErrorCode.MALFORMED_XML.refusal();
  }

  private static Grantee grantee(XmlNode node, Users users) {
    return switch (node.type()) {
      case "Group" ->
          AclHeaders.group(node.childText("URI").orElse(""))
              .orElseThrow(() -> ErrorCode.INVALID_ARGUMENT.refusal("Invalid id"));
      case "AmazonCustomerByEmail" ->
          users
              .findByEmail(node.childText("EmailAddress").orElse(""))
              .map(AclXml::user)
              .orElseThrow(() -> ErrorCode.INVALID_ARGUMENT.refusal("Invalid id"));
      default ->
          users
              .find(node.childText("ID").orElse(""))
              .map(AclXml::user)
              .orElseThrow(() -> ErrorCode.INVALID_ARGUMENT.refusal("Invalid id"));
    };
  }

  private static Grantee user(User user) {
    return new Grantee.User(user.owner());
  }
}
