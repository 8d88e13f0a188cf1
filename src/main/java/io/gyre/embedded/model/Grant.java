package io.gyre.embedded.model;

/** One line of an ACL. */
public record Grant(Grantee grantee, Permission permission) {
  /** A grant to one user. */
  public static Grant to(Owner user, Permission permission) {
    return new Grant(new Grantee.User(user), permission);
  }
}
