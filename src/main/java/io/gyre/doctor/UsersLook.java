package io.gyre.doctor;

import java.util.List;

/**
 * A look at the first users of a zone.
 *
 * @param looked users looked at
 * @param complete whether these were all
 * @param withoutKeys those that are not suspended and have no key, neither for S3 nor for Swift
 * @param withQuota those with a quota of their own
 */
public record UsersLook(
    int looked, boolean complete, List<String> withoutKeys, List<String> withQuota) {
  public UsersLook {
    withoutKeys = List.copyOf(withoutKeys);
    withQuota = List.copyOf(withQuota);
  }

  String scope() {
    return (complete ? "all %d users looked at" : "the first %d users looked at").formatted(looked);
  }
}
