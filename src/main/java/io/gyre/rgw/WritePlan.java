package io.gyre.rgw;

import io.gyre.map.ClassMap;
import io.gyre.rgw.ObjectLock.Retention;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How an object is written, so that it has what the source's has: as much as possible in the
 * headers of the write itself, the rest by requests that follow. Pure.
 *
 * @param headers of the write, values with their bytes as ISO-8859-1 characters
 * @param aclFollows whether {@code PUT ?acl} has to follow
 * @param tagsFollow whether {@code PUT ?tagging} has to follow
 * @param lockFollows whether retention and legal hold have to follow
 * @param classLost the source's storage class, where the destination does not have it
 */
record WritePlan(
    Map<String, String> headers,
    boolean aclFollows,
    boolean tagsFollow,
    boolean lockFollows,
    Optional<String> classLost) {
  static final String SOURCE_MTIME = "x-amz-meta-rgwx-source-mtime";
  static final String SOURCE_ETAG = "x-amz-meta-rgwx-source-etag";

  /** Whose it is at the source, and in which storage class, where that is another here. */
  static final String SOURCE_OWNER = "x-amz-meta-rgwx-source-owner";

  static final String SOURCE_CLASS = "x-amz-meta-rgwx-source-class";

  /** Marks a write that is not complete without the requests that follow it. */
  static final String FOLLOWED_BY = "x-amz-meta-rgwx-source-followed-by";

  /** Names that this side writes; those of an object that is a copy itself are replaced. */
  private static final String OWN_METADATA = "x-amz-meta-rgwx-source-";

  /**
   * The gateway's front end refuses requests whose path and headers exceed 16 KiB. Past this many
   * bytes of headers, what can follow does; the rest is for the path, Host and Authorization.
   */
  private static final int HEADERS_MAX = 11 << 10;

  private static final Map<String, String> CONTENT_HEADERS =
      Map.of(
          "content_type", "Content-Type",
          "cache_control", "Cache-Control",
          "content_disposition", "Content-Disposition",
          "content_encoding", "Content-Encoding",
          "content_language", "Content-Language",
          "expires", "Expires",
          "x-amz-website-redirect-location", "x-amz-website-redirect-location");

  /**
   * Plans the write of one version.
   *
   * @param storageClasses those that the destination has
   * @param mapped whether there are rules about them: then a class that is lost is recorded, so
   *     that rules are not about the one that the copy got instead
   * @param multipart whether it is a multipart upload: the gateway garbles its tagging header and
   *     forgets its lock headers
   */
  static WritePlan of(
      CopyJob job, Set<String> storageClasses, boolean mapped, boolean multipart, Instant now) {
    ObjectAttributes attributes = job.attributes();
    Map<String, String> headers = attributeHeaders(attributes);
    headers.put(SOURCE_MTIME, Mtime.format(job.object().mtime()));
    if (!job.object().hasPlainEtag()) {
      headers.put(SOURCE_ETAG, job.object().etag());
    }
    String sourceClass = attributes.text("storage_class").orElse("");
    if (!job.sourceOwner().equals(job.owner())) {
      headers.put(SOURCE_OWNER, job.sourceOwner());
    }
    Optional<String> lost =
        Optional.of(job.storageClass())
            .filter(name -> !storageClasses.contains(name) && !isDefault(name));
    if (!job.storageClass().equals(sourceClass) || (mapped && lost.isPresent())) {
      headers.put(SOURCE_CLASS, isDefault(sourceClass) ? ClassMap.DEFAULT : sourceClass);
    }
    Optional.of(job.storageClass())
        .filter(storageClasses::contains)
        .ifPresent(name -> headers.put("x-amz-storage-class", name));
    boolean lockFollows = multipart && isLocked(job.state(), now);
    if (!lockFollows) {
      addLock(headers, job.state(), now);
    }
    boolean tagsFollow = !addTags(headers, job.state().tags(), multipart);
    boolean aclFollows = !addAcl(headers, job.state().policy());
    String following =
        (aclFollows ? "acl " : "") + (tagsFollow ? "tags " : "") + (lockFollows ? "lock" : "");
    if (!following.isEmpty()) {
      headers.put(FOLLOWED_BY, following);
    }
    return new WritePlan(headers, aclFollows, tagsFollow, lockFollows, lost);
  }

  static boolean isDefault(String storageClass) {
    return storageClass.isEmpty() || storageClass.equals("STANDARD");
  }

  /** The headers that carry what the object's owner has said about it. */
  static Map<String, String> attributeHeaders(ObjectAttributes attributes) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map.Entry<String, String> content : CONTENT_HEADERS.entrySet()) {
      Optional<String> value = attributes.text(content.getKey());
      if (value.isPresent()) {
        headers.put(content.getValue(), value.get());
      }
    }
    for (Map.Entry<String, String> each : attributes.userMetadata().entrySet()) {
      if (!each.getKey().startsWith(OWN_METADATA)) {
        headers.put(each.getKey(), each.getValue());
      }
    }
    return headers;
  }

  private static boolean isLocked(ObjectState state, Instant now) {
    return state.retention().filter(until -> !until.expired(now)).isPresent()
        || state.legalHold().isPresent();
  }

  private static void addLock(Map<String, String> headers, ObjectState state, Instant now) {
    Optional<Retention> retention = state.retention().filter(until -> !until.expired(now));
    retention.ifPresent(
        kept -> {
          headers.put("x-amz-object-lock-mode", kept.mode());
          headers.put("x-amz-object-lock-retain-until-date", kept.until().toString());
        });
    state.legalHold().ifPresent(hold -> headers.put("x-amz-object-lock-legal-hold", hold));
  }

  private static boolean addTags(Map<String, String> headers, ObjectTags tags, boolean multipart) {
    if (tags.isEmpty()) {
      return true;
    }
    return !multipart && addIfRoom(headers, Map.of("x-amz-tagging", tags.header()));
  }

  private static boolean addAcl(Map<String, String> headers, AccessPolicy policy) {
    return AclText.headers(policy).map(acl -> addIfRoom(headers, acl)).orElse(false);
  }

  private static boolean addIfRoom(Map<String, String> headers, Map<String, String> more) {
    boolean room = more.isEmpty() || length(headers) + length(more) <= HEADERS_MAX;
    if (room) {
      headers.putAll(more);
    }
    return room;
  }

  private static int length(Map<String, String> headers) {
    int length = 0;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      // The name counts twice: it is in the list of signed headers too.
      length += 2 * header.getKey().length() + header.getValue().length() + 5;
    }
    return length;
  }
}
