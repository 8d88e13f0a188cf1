package io.gyre.embedded.s3;

import io.gyre.embedded.auth.Caller;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.GatewayRequest;
import io.gyre.embedded.http.Limits;
import io.gyre.embedded.http.Query;
import io.gyre.embedded.model.Bucket;
import io.gyre.embedded.model.Permission;
import io.gyre.embedded.model.PlacementRule;
import io.gyre.embedded.model.Removal;
import io.gyre.embedded.model.User;
import io.gyre.embedded.model.Zone;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One S3 request with its caller and the zone it is for. */
record S3Call(GatewayRequest request, Caller caller, Zone zone) {
  static final String STORAGE_CLASS = "x-amz-storage-class";

  Query query() {
    return request.query();
  }

  /** The bucket's key in the zone: {@code tenant:name} names a tenant, else it is the caller's. */
  String bucketKey() {
    String named = request.bucket();
    int colon = named.indexOf(':');
    if (colon >= 0) {
      return colon == 0 ? named.substring(1) : named.replaceFirst(":", "/");
    }
    String tenant = Optional.ofNullable(caller.user()).map(User::tenant).orElse("");
    return tenant.isEmpty() ? named : tenant + "/" + named;
  }

  /**
   * The bucket; refused if it is not there, belongs to another zonegroup, or does not have the
   * storage class that the request names, whatever it is about.
   */
  Bucket bucket() {
    Bucket bucket = zone.buckets().find(bucketKey()).orElseThrow(ErrorCode.NO_SUCH_BUCKET::refusal);
    boolean ours = bucket.record().zonegroup().equals(zone.identity().zonegroupId());
    if (!ours && !caller.system()) {
      throw ErrorCode.PERMANENT_REDIRECT.refusal();
    }
    if (request.header(STORAGE_CLASS).isPresent() && !zone.placements().has(placement(bucket))) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    return bucket;
  }

  /** Where the request wants an object of the bucket to be kept: without a word where all are. */
  PlacementRule placement(Bucket bucket) {
    return bucket.record().placement().in(request.header(STORAGE_CLASS).orElse(""));
  }

  /** The bucket, if the caller may do this with it. */
  Bucket bucket(Permission permission) {
    Bucket bucket = bucket();
    caller.require(bucket.acl(), permission);
    return bucket;
  }

  /** The bucket, if the caller owns it. */
  Bucket ownedBucket() {
    Bucket bucket = bucket();
    caller.requireOwner(bucket.acl());
    return bucket;
  }

  /** The key; refused if it is too long or holds what no key may hold. */
  String key() {
    String key = request.key();
    boolean tooLong = key.getBytes(StandardCharsets.UTF_8).length > Limits.KEY_BYTES;
    if (tooLong || key.indexOf('\0') >= 0) {
      throw ErrorCode.INVALID_OBJECT_NAME.refusal();
    }
    return key;
  }

  /** The instance that {@code versionId} names; empty optional without the parameter. */
  Optional<String> instance() {
    return query().get("versionId").filter(id -> !id.isEmpty()).map(Removal::instance);
  }

  /** A parameter that only system users have. */
  String system(String name) {
    return caller.system() ? query().text(name) : "";
  }

  /** True if the parameter is there and the caller is a system user. */
  boolean hasSystem(String name) {
    return caller.system() && query().has(name);
  }

  /** The wanted OLH epoch; 0 for the next. */
  long versionedEpoch() {
    String text = system("rgwx-versioned-epoch");
    try {
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
  }
}
