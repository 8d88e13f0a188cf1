package io.gyre.embedded.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an object besides its bytes. {@code texts} are the attributes that are plain
 * text ({@code content_type}, {@code cache_control}, {@code x-amz-meta-…}), by the name they have
 * after {@code user.rgw.}.
 */
public record Attributes(
    Acl acl,
    Map<String, String> texts,
    List<Tag> tags,
    @Nullable Retention retention,
    @Nullable String legalHold) {
  /** Of a delete marker. */
  public static final Attributes NONE = new Attributes(Acl.NONE, Map.of(), List.of(), null, null);

  /** Copies the collections. */
  public Attributes {
    texts = Map.copyOf(texts);
    tags = List.copyOf(tags);
  }

  /** The same with another ACL. */
  public Attributes withAcl(Acl changed) {
    return new Attributes(changed, texts, tags, retention, legalHold);
  }

  /** The same with other texts. */
  public Attributes withTexts(Map<String, String> changed) {
    return new Attributes(acl, changed, tags, retention, legalHold);
  }

  /** The same with other tags. */
  public Attributes withTags(List<Tag> changed) {
    return new Attributes(acl, texts, changed, retention, legalHold);
  }

  /** The same with another retention, or none. */
  public Attributes withRetention(@Nullable Retention changed) {
    return new Attributes(acl, texts, tags, changed, legalHold);
  }

  /** The same with the legal hold ON or OFF. */
  public Attributes withLegalHold(String changed) {
    return new Attributes(acl, texts, tags, retention, changed);
  }
}
