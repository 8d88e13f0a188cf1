package io.gyre.embedded.s3;

import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.Limits;
import io.gyre.embedded.http.Query;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.model.Bucket;
import io.gyre.embedded.model.BucketListing;
import io.gyre.embedded.model.ListPage;
import io.gyre.embedded.model.ListQuery;
import io.gyre.embedded.model.ObjectVersion;
import io.gyre.embedded.model.Permission;
import io.gyre.embedded.model.Zone;
import java.util.Optional;

/** Lists the objects or versions of a bucket, or of one of its index shards. */
final class Listing {
  private Listing() {}

  /** What is listed and how. */
  record Subject(S3Call call, Bucket bucket, ListQuery query, ListPage page) {
    /** True if extra fields are wanted. */
    boolean system() {
      return call.caller().system();
    }

    /** True if keys are to be percent-encoded. */
    boolean urlEncoded() {
      return call.query().text("encoding-type").equals("url");
    }
  }

  static Reply list(S3Call call) {
    Shard shard = shard(call);
    Bucket bucket = shard.bucket();
    call.caller().require(bucket.acl(), Permission.READ);
    ListQuery query = query(call, shard.number());
    Subject subject = new Subject(call, bucket, query, BucketListing.page(bucket, query));
    if (call.query().text("format").equals("json")) {
      return Reply.ok().xmlBody(ListingJson.write(subject));
    }
    return Reply.xml(query.versions() ? ListingXml.versions(subject) : ListingXml.objects(subject));
  }

  /** What identifies the write of a version: {@code RgwxTag}. */
  static String writeTag(Zone zone, ObjectVersion version) {
    return version.deleteMarker()
        ? "delete-marker"
        : zone.identity().id() + ".4142." + Long.toUnsignedString(version.tag());
  }

  /** A bucket instance and one of its shards, or all of them. */
  private record Shard(Bucket bucket, int number) {}

  private static Shard shard(S3Call call) {
    String named = call.system("rgwx-bucket-instance");
    if (named.isEmpty()) {
      return new Shard(call.bucket(), ListQuery.ALL_SHARDS);
    }
    // The tenant is in the path, and not once more in here: as on 16.2.
    String key = call.bucketKey();
    String instance = key.substring(0, key.indexOf('/') + 1) + named;
    Optional<Bucket> whole = call.zone().buckets().instance(instance);
    if (whole.isPresent()) {
      return new Shard(whole.get(), ListQuery.ALL_SHARDS);
    }
    int colon = instance.lastIndexOf(':');
    Bucket bucket =
        call.zone()
            .buckets()
            .instance(colon < 0 ? instance : instance.substring(0, colon))
            .orElseThrow(ErrorCode.NO_SUCH_BUCKET::refusal);
    return new Shard(bucket, Integer.parseInt(instance.substring(colon + 1)));
  }

  private static ListQuery query(S3Call call, int shard) {
    Query query = call.query();
    boolean versions = query.has("versions");
    boolean second = query.text("list-type").equals("2");
    int limit = query.number("max-keys", Limits.PAGE);
    String marker = query.text(versions ? "key-marker" : "marker");
    if (second) {
      marker = query.get("continuation-token").orElse(query.text("start-after"));
    }
    return new ListQuery(
        query.text("prefix"),
        query.text("delimiter"),
        marker,
        versions ? query.text("version-id-marker") : "",
        Math.max(0, Math.min(limit, Limits.PAGE)),
        shard,
        versions);
  }
}
