package io.gyre.rgw;

import io.gyre.copy.MultipartPlan;
import io.gyre.copy.ObjectVersion;
import io.gyre.s3.RequestBody;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A version as the source has it: what belongs together because it came in one answer. */
public final class SourceVersion {
  private final ObjectVersion version;
  private final SourceObject object;
  private final ObjectAttributes attributes;
  private final ObjectState state;
  private final ObjectData data;

  /**
   * @param state as read from {@code attributes}
   * @param data its bytes, from the front
   */
  SourceVersion(
      ObjectVersion version,
      SourceObject object,
      ObjectAttributes attributes,
      ObjectState state,
      ObjectData data) {
    this.version = version;
    this.object = object;
    this.attributes = attributes;
    this.state = state;
    this.data = data;
  }

  SourceObject object() {
    return object;
  }

  ObjectAttributes attributes() {
    return attributes;
  }

  ObjectState state() {
    return state;
  }

  ObjectData data() {
    return data;
  }

  /** Which one it is. */
  public ObjectVersion version() {
    return version;
  }

  /** Bytes. */
  public long size() {
    return object.size();
  }

  /** Without quotes. */
  public String etag() {
    return object.etag();
  }

  /** Whether the ETag is the MD5 of the bytes, and not the sum of a multipart upload. */
  public boolean hasPlainEtag() {
    return object.hasPlainEtag();
  }

  /** With nanoseconds, by the source's clock. */
  public Instant mtime() {
    return object.mtime();
  }

  /** Content headers and the user's metadata; values with their bytes as ISO-8859-1. */
  public Map<String, String> headers() {
    return WritePlan.attributeHeaders(attributes);
  }

  /** The storage class, where it is another than the default one. */
  public Optional<String> storageClass() {
    return attributes.text("storage_class").filter(name -> !WritePlan.isDefault(name));
  }

  /** Whether it has tags. */
  public boolean isTagged() {
    return !state.tags().isEmpty();
  }

  /** The value of {@code x-amz-tagging}. */
  public String tagsHeader() {
    return state.tags().header();
  }

  /** The body of {@code PUT ?tagging}. */
  public String tagsDocument() {
    return state.tags().xml();
  }

  /** Whether others than its owner may do something with it, or its owner not everything. */
  public boolean hasGrants() {
    return !state.policy().isDefault();
  }

  /** What keeps it from being removed now. */
  public VersionLock lock(Instant now) {
    return VersionLock.of(state, now);
  }

  /** The next bytes; what was taken before has to have been sent, or given up. */
  public RequestBody take(long length) {
    return data.take(length);
  }

  /** None of its bytes are wanted any more. */
  public void giveUp() {
    data.giveUp();
  }

  /** In how many parts it was uploaded; 0 where it was not uploaded in parts. */
  public int parts() {
    return MultipartPlan.partsOf(object.etag());
  }
}
