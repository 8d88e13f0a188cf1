package io.gyre.map;

import io.gyre.log.BucketName;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a bucket's policy names at the destination. Pure. */
public final class PolicyText {
  /** The bucket's own, whole or with what is in it. A pattern with * or ? in its name stays. */
  private static final Pattern RESOURCE =
      Pattern.compile("\"arn:([a-z-]+):s3:([^:\"]*):([^:\"]*):([^\"/*?]+)(?=[/\"])");

  private static final Pattern USER =
      Pattern.compile("\"arn:([a-z-]+):iam::([^:\"]*):user/([^\"*?]+)\"");

  private PolicyText() {}

  /**
   * The same policy of the destination's bucket and users.
   *
   * @param bucket at the source
   */
  public static String atDestination(String policy, BucketName bucket, Mapping map) {
    BucketName there = map.places().nameOf(bucket);
    String renamed =
        there.equals(bucket)
            ? policy
            : replaced(
                RESOURCE,
                policy,
                arn ->
                    arn.group(4).equals(bucket.name()) && isOf(bucket, arn.group(3))
                        ? "\"arn:%s:s3:%s:%s:%s"
                            .formatted(arn.group(1), arn.group(2), there.tenant(), there.name())
                        : arn.group());
    return map.owners().isEmpty()
        ? renamed
        : replaced(USER, renamed, arn -> user(arn, map.owners()));
  }

  /** Without one the tenant is the bucket's own. */
  private static boolean isOf(BucketName bucket, String tenant) {
    return tenant.isEmpty() || tenant.equals(bucket.tenant());
  }

  private static String user(MatchResult arn, OwnerMap owners) {
    String tenant = arn.group(2);
    String uid = tenant.isEmpty() ? arn.group(3) : tenant + "$" + arn.group(3);
    String there = owners.of(uid);
    if (there.equals(uid)) {
      return arn.group();
    }
    int dollar = there.indexOf('$');
    return "\"arn:%s:iam::%s:user/%s\""
        .formatted(
            arn.group(1),
            dollar < 0 ? "" : there.substring(0, dollar),
            there.substring(dollar + 1));
  }

  private static String replaced(Pattern what, String policy, Function<MatchResult, String> with) {
    return what.matcher(policy).replaceAll(arn -> Matcher.quoteReplacement(with.apply(arn)));
  }
}
