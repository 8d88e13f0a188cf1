package io.gyre.embedded.model;

/** Whom a grant is for. */
public sealed interface Grantee {
  /** One user. */
  record User(Owner user) implements Grantee {}

  /** Everybody, or everybody who signs. */
  enum Group implements Grantee {
    /** Everybody. */
    ALL_USERS(1, "http://acs.amazonaws.com/groups/global/AllUsers"),
    /** Every user with a key. */
    AUTHENTICATED_USERS(2, "http://acs.amazonaws.com/groups/global/AuthenticatedUsers");

    private final int number;
    private final String uri;

    Group(int number, String uri) {
      this.number = number;
      this.uri = uri;
    }

    /** The number in Ceph's encoding. */
    public int number() {
      return number;
    }

    /** The name in S3's XML. */
    public String uri() {
      return uri;
    }
  }
}
