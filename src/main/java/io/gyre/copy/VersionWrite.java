package io.gyre.copy;

import java.util.Map;
import java.util.OptionalLong;

/**
 * How a version or a delete marker is written at the destination.
 *
 * @param request which row of the table
 * @param versionId as the destination's listing will show it
 * @param olhEpoch the version's place in the order of its key's versions; empty for the top, or for
 *     a plain object
 */
public record VersionWrite(VersionRequest request, String versionId, OptionalLong olhEpoch) {
  /** A plain object. */
  public static final VersionWrite PLAIN = object(ObjectVersion.NULL, OptionalLong.empty());

  /** For an object. */
  static VersionWrite object(String versionId, OptionalLong olhEpoch) {
    return new VersionWrite(VersionRequest.write(versionId, olhEpoch), versionId, olhEpoch);
  }

  /** For a delete marker. */
  static VersionWrite marker(String versionId, OptionalLong olhEpoch) {
    return new VersionWrite(VersionRequest.mark(versionId), versionId, olhEpoch);
  }

  /** The parameters of the request. */
  public Map<String, String> parameters() {
    return request.parameters(versionId, olhEpoch);
  }

  /**
   * Whether the answer shows that it was written as it was to be.
   *
   * @param value of the header that {@link VersionRequest#proof} names; empty where it is missing
   */
  public boolean isProvenBy(String value) {
    return request.proof().isGiven(versionId, value);
  }
}
