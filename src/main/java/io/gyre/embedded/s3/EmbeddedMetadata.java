package io.gyre.embedded.s3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.model.Attributes;
import io.gyre.embedded.model.CephEncoding;
import io.gyre.embedded.model.Json;
import io.gyre.embedded.model.ObjectVersion;
import io.gyre.embedded.model.Times;
import io.gyre.embedded.model.Zone;
import io.gyre.embedded.model.ZoneIdentity;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The attributes that {@code rgwx-prepend-metadata} puts before the data. Texts end in a NUL byte,
 * except the ETag and the storage class; the ACL, tags and lock state are Ceph-encoded. The
 * manifest is left out: {@code ?layout} has it.
 */
final class EmbeddedMetadata {
  private static final String PREFIX = "user.rgw.";

  private EmbeddedMetadata() {}

  static byte[] write(Zone zone, ObjectVersion version, String writeTag) {
    ObjectNode json = Json.object();
    var attrs = json.putArray("attrs");
    attributes(zone, version, writeTag)
        .forEach(
            (name, value) ->
                attrs
                    .addObject()
                    .put("key", PREFIX + name)
                    .put("val", Base64.getEncoder().encodeToString(value)));
    return Reply.bytes(json.put("mtime", Times.micros(version.mtime())));
  }

  private static SortedMap<String, byte[]> attributes(
      Zone zone, ObjectVersion version, String writeTag) {
    Attributes attributes = version.attributes();
    SortedMap<String, byte[]> all = new TreeMap<>();
    attributes
        .texts()
        .forEach(
            (name, value) ->
                all.put(name, name.equals(ObjectHeaders.STORAGE_CLASS) ? text(value) : nul(value)));
    all.put("acl", CephEncoding.acl(attributes.acl()));
    all.put("etag", text(version.content().etag()));
    all.put("idtag", nul(writeTag));
    all.put("tail_tag", nul(writeTag));
    all.put("pg_ver", littleEndian(Long.BYTES, version.radosEpoch()));
    long shortId = ZoneIdentity.shortId(zone.identity().id());
    all.put("source_zone", littleEndian(Integer.BYTES, shortId));
    if (!attributes.tags().isEmpty()) {
      all.put("x-amz-tagging", CephEncoding.tags(attributes.tags()));
    }
    if (attributes.retention() != null) {
      all.put("object-retention", CephEncoding.retention(attributes.retention()));
    }
    if (attributes.legalHold() != null) {
      all.put("object-legal-hold", CephEncoding.legalHold(attributes.legalHold()));
    }
    return all;
  }

  private static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] nul(String value) {
    return text(value + "\0");
  }

  private static byte[] littleEndian(int bytes, long value) {
    byte[] eight =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    return Arrays.copyOf(eight, bytes);
  }
}
