package io.gyre.embedded.model;

/** A user as objects and grants name it. The empty id is nobody. */
public record Owner(String id, String displayName) {
  /** Nobody: what an object gets whose ACL headers could not be understood. */
  public static final Owner NOBODY = new Owner("", "");
}
