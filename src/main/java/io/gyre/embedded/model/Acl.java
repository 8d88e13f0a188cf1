package io.gyre.embedded.model;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Owner and grants of a bucket or an object. Grants are kept as the gateway keeps them: groups
 * first, then by user id.
 */
public record Acl(Owner owner, List<Grant> grants) {
  private static final Comparator<Grant> STORED_ORDER = Comparator.comparing(Acl::storageKey);

  /** No owner and no grants. */
  public static final Acl NONE = new Acl(Owner.NOBODY, List.of());

  /** Puts the grants in stored order; those of one grantee keep theirs. */
  public Acl {
    grants = grants.stream().sorted(STORED_ORDER).toList();
  }

  /** The default: full control for the owner, nothing for others. */
  public static Acl privateTo(Owner owner) {
    return new Acl(owner, List.of(Grant.to(owner, Permission.FULL_CONTROL)));
  }

  /** True if the user (null: not signed) is granted the permission, directly or through a group. */
  public boolean allows(@Nullable String userId, Permission wanted) {
    int granted = 0;
    for (Grant grant : grants) {
      granted |= applies(grant.grantee(), userId) ? grant.permission().bits() : 0;
    }
    return (granted & wanted.bits()) == wanted.bits();
  }

  private static boolean applies(Grantee grantee, @Nullable String userId) {
    if (grantee instanceof Grantee.User named) {
      return named.user().id().equals(userId);
    }
    return grantee == Grantee.Group.ALL_USERS || userId != null;
  }

  private static String storageKey(Grant grant) {
    return grant.grantee() instanceof Grantee.User named ? named.user().id() : "";
  }
}
