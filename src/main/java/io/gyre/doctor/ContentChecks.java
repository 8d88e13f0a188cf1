package io.gyre.doctor;

import io.gyre.log.BucketName;
import io.gyre.log.Versioning;
import io.gyre.map.Places;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What buckets and users have that surprises whoever replicates them, or switches over. */
final class ContentChecks {
  private static final int MAX_NAMED = 5;

  private ContentChecks() {}

  static List<Finding> ofSource(Contents contents) {
    List<Finding> findings = new ArrayList<>();
    contents
        .source()
        .either(
            look -> {
              findings.add(resharding(look));
              findings.add(quota(End.SOURCE, look));
              findings.add(logs(look));
              return true;
            },
            failure -> findings.add(unread(End.SOURCE, Check.BUCKETS, "buckets", failure)));
    findings.add(
        contents
            .users()
            .either(
                ContentChecks::keys, failure -> unread(End.SOURCE, Check.USERS, "users", failure)));
    return findings;
  }

  static List<Finding> ofDestination(Contents contents) {
    List<Finding> findings = new ArrayList<>();
    contents
        .destination()
        .either(
            look -> {
              findings.add(quota(End.DESTINATION, look));
              contents
                  .source()
                  .answer()
                  .ifPresent(
                      source -> findings.add(versioning(source, look, contents.map().places())));
              return true;
            },
            failure -> findings.add(unread(End.DESTINATION, Check.BUCKETS, "buckets", failure)));
    return findings;
  }

  private static Finding unread(End end, Check check, String what, Throwable failure) {
    return Finding.warn(
        end,
        check,
        "its " + what + " cannot be looked at: " + failure.getMessage(),
        List.of("# mend the above, then run doctor again"));
  }

  private static Finding resharding(BucketsLook look) {
    List<String> now = look.those(BucketTraits::resharding);
    return now.isEmpty()
        ? Finding.ok(
            End.SOURCE, Check.RESHARD, "no bucket is being resharded (" + look.scope() + ")")
        : Finding.warn(
            End.SOURCE,
            Check.RESHARD,
            named(now) + " being resharded: afterwards each is compared in full by itself",
            List.of("radosgw-admin reshard list   # and wait before a switch-over"));
  }

  private static Finding quota(End end, BucketsLook look) {
    List<String> full = look.those(BucketTraits::full);
    return full.isEmpty()
        ? Finding.ok(end, Check.QUOTA, "no bucket's quota is used up (" + look.scope() + ")")
        : Finding.warn(
            end,
            Check.QUOTA,
            "the quota of "
                + named(full)
                + " is used up: Gyre's writes are not held by it, those of users are",
            List.of("radosgw-admin quota set --quota-scope=bucket --bucket=NAME --max-size=BYTES"));
  }

  private static Finding logs(BucketsLook look) {
    List<String> large = look.those(BucketTraits::longLog);
    return large.isEmpty()
        ? Finding.ok(
            End.SOURCE, Check.INDEX_LOG, "no bucket index log is large, as far as was looked")
        : Finding.warn(
            End.SOURCE,
            Check.INDEX_LOG,
            "the bucket index logs of "
                + named(large)
                + " hold very many entries, which makes their index slow",
            List.of(
                "# the key 'trim: true' has Gyre trim what it has done, unless another zone may read it",
                "radosgw-admin bilog status --bucket=NAME   # who else may"));
  }

  private static Finding keys(UsersLook look) {
    String quotas =
        look.withQuota().isEmpty() ? "" : "; quotas of their own have " + named(look.withQuota());
    return look.withoutKeys().isEmpty()
        ? Finding.ok(
            End.SOURCE, Check.USERS, "every user has a key (" + look.scope() + ")" + quotas)
        : Finding.warn(
            End.SOURCE,
            Check.USERS,
            "without any key, so that they can use neither zone: "
                + named(look.withoutKeys())
                + quotas,
            List.of("radosgw-admin key create --uid=UID --key-type=s3   # if they are to"));
  }

  /**
   * A bucket that only one end has is no difference of versioning; of several that are in one there
   * the first by name decides.
   */
  private static Finding versioning(BucketsLook source, BucketsLook destination, Places places) {
    Map<BucketName, Versioning> there = new HashMap<>();
    destination.buckets().forEach(bucket -> there.put(bucket.bucket(), bucket.versioning()));
    Map<BucketName, BucketTraits> deciders = MapChecks.deciders(source, places);
    List<String> different =
        source.buckets().stream()
            .filter(bucket -> places.buckets().impossible(bucket.bucket()).isEmpty())
            .filter(
                bucket ->
                    Optional.ofNullable(deciders.get(places.nameOf(bucket.bucket())))
                        .filter(first -> !first.equals(bucket))
                        .isEmpty())
            .flatMap(
                bucket ->
                    Optional.ofNullable(there.get(places.nameOf(bucket.bucket())))
                        .filter(versioning -> versioning != bucket.versioning())
                        .map(versioning -> different(places, bucket, versioning))
                        .stream())
            .toList();
    return different.isEmpty()
        ? Finding.ok(
            End.DESTINATION, Check.VERSIONING, "no bucket's versioning differs from the source's")
        : Finding.warn(
            End.DESTINATION,
            Check.VERSIONING,
            "versioning differs: " + named(different),
            List.of(
                "# as it does while versions are copied; should it stay so, gyre status names the bucket"));
  }

  private static String different(Places places, BucketTraits source, Versioning destination) {
    return places.shown(source.bucket())
        + " ("
        + lower(source.versioning())
        + " at the source, "
        + lower(destination)
        + " here)";
  }

  private static String lower(Versioning versioning) {
    return versioning.name().toLowerCase(Locale.ROOT);
  }

  private static String named(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(MAX_NAMED, names.size())));
    int more = names.size() - MAX_NAMED;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
