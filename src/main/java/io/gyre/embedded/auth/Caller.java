package io.gyre.embedded.auth;

import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.model.Acl;
import io.gyre.embedded.model.Owner;
import io.gyre.embedded.model.Permission;
import io.gyre.embedded.model.User;
import org.jspecify.annotations.Nullable;

/**
 * Who calls. {@code user} is null for anonymous requests, and the impersonated user when a system
 * user names one; {@code system} says that the key belongs to a system user, who may do everything.
 */
public record Caller(@Nullable User user, boolean system, Payload payload) {

  /** The user; refused if the request is anonymous. */
  public User signedUser() {
    if (user == null) {
      throw ErrorCode.ACCESS_DENIED.refusal();
    }
    return user;
  }

  /** As owner of what it makes. */
  public Owner owner() {
    return user == null ? new Owner("anonymous", "") : user.owner();
  }

  /** The ACL of what it makes without saying more. */
  public Acl privateAcl() {
    return user == null ? Acl.privateTo(owner()) : user.privateAcl();
  }

  /** Refuses a caller who may not do this, as {@link #may} says. */
  public void require(Acl acl, Permission permission) {
    if (!may(acl, permission)) {
      throw ErrorCode.ACCESS_DENIED.refusal();
    }
  }

  /**
   * True for system users and grantees of the permission. The owner may always read and change the
   * ACL; all else has to be granted to the owner, too.
   */
  public boolean may(Acl acl, Permission permission) {
    boolean aboutAcl = permission == Permission.READ_ACP || permission == Permission.WRITE_ACP;
    return system
        || (aboutAcl && owns(acl))
        || acl.allows(user == null ? null : user.id(), permission);
  }

  /** Refuses everybody but the owner and system users. */
  public void requireOwner(Acl acl) {
    if (!system && !owns(acl)) {
      throw ErrorCode.ACCESS_DENIED.refusal();
    }
  }

  /** Refuses everybody but system users. */
  public void requireSystem() {
    if (!system) {
      throw ErrorCode.ACCESS_DENIED.refusal();
    }
  }

  /** True for the owner. */
  public boolean owns(Acl acl) {
    return user != null && user.id().equals(acl.owner().id());
  }
}
