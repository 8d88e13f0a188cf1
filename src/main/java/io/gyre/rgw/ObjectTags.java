package io.gyre.rgw;

import io.gyre.rgw.CephReader.UnknownEncodingException;
import io.gyre.s3.UriEncoding;
import io.gyre.s3.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** An object's tags, in the gateway's order. */
record ObjectTags(List<Tag> tags) {
  static final ObjectTags NONE = new ObjectTags(List.of());

  ObjectTags {
    tags = List.copyOf(tags);
  }

  /** One tag. */
  record Tag(String key, String value) {}

  boolean isEmpty() {
    return tags.isEmpty();
  }

  /** Each as {@code key=value}. */
  Set<String> pairs() {
    return tags.stream()
        .map(tag -> tag.key() + "=" + tag.value())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether these are the same tags; their order says nothing. */
  boolean sameAs(ObjectTags other) {
    return Set.copyOf(tags).equals(Set.copyOf(other.tags));
  }

  /** Decodes {@code user.rgw.x-amz-tagging} (RGWObjTags). */
  static ObjectTags decode(byte[] encoded) throws UnknownEncodingException {
    return new CephReader(encoded)
        .struct(
            "RGWObjTags",
            1,
            1,
            (in, version) -> {
              List<Tag> tags = new ArrayList<>();
              for (int left = in.count(); left > 0; left--) {
                tags.add(new Tag(in.string(), in.string()));
              }
              return new ObjectTags(tags);
            });
  }

  /** The value of {@code x-amz-tagging}. The gateway takes {@code +} for a plus. */
  String header() {
    List<String> parts = new ArrayList<>();
    for (Tag tag : tags) {
      parts.add(UriEncoding.encode(tag.key()) + "=" + UriEncoding.encode(tag.value()));
    }
    return String.join("&", parts);
  }

  /** The body of {@code PUT ?tagging}. */
  String xml() {
    StringBuilder xml = new StringBuilder("<Tagging><TagSet>");
    for (Tag tag : tags) {
      xml.append("<Tag><Key>").append(Xml.escape(tag.key())).append("</Key><Value>");
      xml.append(Xml.escape(tag.value())).append("</Value></Tag>");
    }
    return xml.append("</TagSet></Tagging>").toString();
  }
}
