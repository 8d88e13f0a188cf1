package io.gyre.testing;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One row of a listing of versions.
 *
 * @param id {@code null} (the text) for what was written while no versions were kept
 */
record ListedVersion(
    String key,
    String id,
    boolean latest,
    boolean marker,
    long size,
    String etag,
    String storageClass,
    String owner) {

  static ListedVersion of(JsonNode row) {
    boolean marker = row.path("IsDeleteMarker").asBoolean();
    return new ListedVersion(
        row.path("Key").asText(),
        row.path("VersionId").asText("null"),
        row.path("IsLatest").asBoolean(),
        marker,
        row.path("Size").asLong(),
        row.path("ETag").asText(),
        row.path("StorageClass").asText(),
        row.path("Owner").path("ID").asText());
  }

  /** Id and place, as the sequence of a key's versions is told. */
  String place() {
    return id + (marker ? " (marker)" : "") + (latest ? " (latest)" : "");
  }
}
