package io.gyre.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * What anybody sees of a bucket that a plain store keeps of it: keys, versions in their order,
 * bytes and what is said of them, but no ids, owners and times.
 */
public final class StoreView {
  private static final String OURS = "rgwx-source-";

  private StoreView() {}

  /** Of a bucket, one line a version, newest first within its key. */
  public static List<String> of(TestZone zone, S3User reader, String bucket) {
    List<String> lines = new ArrayList<>();
    VersionListing listing = new VersionListing(zone, bucket, VersionListing.LARGEST_PAGE);
    while (listing.hasNext()) {
      for (ListedVersion version : listing.next()) {
        String shown = version.marker() ? "marker" : object(reader, bucket, version);
        lines.add(version.key() + (version.latest() ? " (latest): " : ": ") + shown);
      }
    }
    return lines;
  }

  private static String object(S3User reader, String bucket, ListedVersion version) {
    ResponseBytes<GetObjectResponse> got =
        reader
            .client()
            .getObjectAsBytes(get -> get.bucket(bucket).key(version.key()).versionId(version.id()));
    GetObjectResponse head = got.response();
    Map<String, String> metadata = new TreeMap<>(head.metadata());
    metadata.keySet().removeIf(name -> name.startsWith(OURS));
    Map<String, String> tags = new TreeMap<>();
    reader
        .client()
        .getObjectTagging(get -> get.bucket(bucket).key(version.key()).versionId(version.id()))
        .tagSet()
        .forEach(tag -> tags.put(tag.key(), tag.value()));
    return version.size()
        + " bytes, hash "
        + Arrays.hashCode(got.asByteArrayUnsafe())
        + ", "
        + head.eTag()
        + ", "
        + head.contentType()
        + ", "
        + head.contentEncoding()
        + ", "
        + head.cacheControl()
        + ", "
        + metadata
        + ", "
        + tags;
  }
}
