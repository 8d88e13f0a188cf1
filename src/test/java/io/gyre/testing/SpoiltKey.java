package io.gyre.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key of which a zone may list what it does not serve: the gateway's index and its objects
 * contradict each other, which happens to 16.2 itself under load. Nobody can copy such a key.
 *
 * @param bucket {@code [tenant/]name}
 */
public record SpoiltKey(String bucket, String key) {
  private static final Pattern OF_KEY =
      Pattern.compile("bucket (.+?), key \"(.*)\"(, version .*)?");

  /** The key that a difference is of; empty if it is of none. */
  public static Optional<SpoiltKey> of(Difference difference) {
    Matcher matcher = OF_KEY.matcher(difference.where());
    return matcher.matches()
        ? Optional.of(new SpoiltKey(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** Whether a version is listed twice, or a listed one, or the current one, is not served. */
  public boolean isSpoilt(TestZone zone) {
    Set<String> ids = new HashSet<>();
    for (ListedVersion version : versions(zone)) {
      if (!ids.add(version.id()) || !isServed(zone, version)) {
        return true;
      }
    }
    return false;
  }

  /** Whether clients get the same of it in both zones: all that there can be. */
  public boolean isServedAlike(TestZone source, TestZone destination) {
    Set<String> ids = new HashSet<>();
    versions(source).forEach(version -> ids.add(version.id()));
    String path = SystemClient.path(BucketComparison.s3Name(bucket), key);
    return served(source, path, Map.of()).equals(served(destination, path, Map.of()))
        && ids.stream()
            .map(id -> Map.of("versionId", id))
            .allMatch(id -> served(source, path, id).equals(served(destination, path, id)));
  }

  private static String served(TestZone zone, String path, Map<String, String> query) {
    SystemClient.Answer answer = zone.system().send("HEAD", path, query);
    return answer.status() + " " + answer.header("ETag").orElse("");
  }

  private boolean isServed(TestZone zone, ListedVersion version) {
    if (version.marker()) {
      return true;
    }
    String path = SystemClient.path(BucketComparison.s3Name(bucket), key);
    return isFound(zone, path, Map.of("versionId", version.id()))
        && (!version.latest() || isFound(zone, path, Map.of()));
  }

  private static boolean isFound(TestZone zone, String path, Map<String, String> query) {
    SystemClient.Answer answer = zone.system().send("HEAD", path, query);
    if (answer.status() != 200 && answer.status() != 404) {
      throw new IllegalStateException(answer.request() + " answered " + answer.status());
    }
    return answer.status() == 200;
  }

  private List<ListedVersion> versions(TestZone zone) {
    JsonNode page =
        zone.system()
            .json(
                SystemClient.path(BucketComparison.s3Name(bucket)),
                Map.of("versions", "", "format", "json", "objs-container", "true", "prefix", key));
    List<ListedVersion> versions = new ArrayList<>();
    for (JsonNode row : page.path("Entries")) {
      ListedVersion version = ListedVersion.of(row);
      if (version.key().equals(key)) {
        versions.add(version);
      }
    }
    return versions;
  }
}
