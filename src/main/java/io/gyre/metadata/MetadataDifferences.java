package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.log.Versioning;
import io.gyre.map.Mapping;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * In what users and buckets of the destination are other than what they are to be there: the plans
 * say what that is. Names only: values may be secrets. Pure.
 */
public final class MetadataDifferences {
  private static final String ATTRIBUTE = "user.rgw.";

  /** Attributes of buckets in the words of S3. */
  private static final Map<String, String> NAMES =
      Map.of(
          "acl", "ACL",
          "iam-policy", "policy",
          "cors", "CORS",
          "lc", "lifecycle",
          "x-amz-tagging", "tags",
          "public-access", "public access block");

  private MetadataDifferences() {}

  /**
   * Of one user.
   *
   * @param placements placement targets of the destination
   * @return the paths of what differs, such as {@code keys[0].secret_key}
   */
  public static List<String> ofUser(JsonNode source, JsonNode there, Set<String> placements) {
    JsonNode wanted = UserPlan.atDestination(source, placements);
    Set<String> paths = new TreeSet<>();
    if (!UserPlan.isCurrent(wanted, there)) {
      paths("", wanted.path("data"), there.path("data"), paths);
      if (UserPlan.hasEmailOf(wanted, there)) {
        paths.remove("email");
      }
    }
    return List.copyOf(paths);
  }

  /**
   * Of one bucket. How it is stored is the destination's own.
   *
   * @param map whose it is to be there, and where
   */
  public static List<String> ofBucket(KnownBucket atSource, KnownBucket there, Mapping map) {
    KnownBucket source = Handover.of(atSource, map);
    Set<String> names = new TreeSet<>();
    JsonNode wanted =
        Handover.keepingOwn(
            BucketPlan.changedInstance(source.info(), source.settings(), there.info()),
            there.info(),
            source.name(),
            map);
    if (!wanted.equals(there.info())) {
      paths("", settings(wanted), settings(there.info()), names);
      attributes(attributes(wanted), attributes(there.info()), names);
    }
    if (!SourceBucket.ownerOf(source.entry()).equals(SourceBucket.ownerOf(there.entry()))) {
      names.add("owner");
    }
    Versioning versioning = SourceBucket.versioningOf(source.info());
    if (versioning != SourceBucket.versioningOf(there.info())) {
      names.add("versioning");
    }
    if (!source.lockDefault().equals(there.lockDefault())) {
      names.add("default retention");
    }
    return List.copyOf(names);
  }

  private static JsonNode settings(JsonNode instance) {
    return instance.path("data").path("bucket_info");
  }

  private static Map<String, JsonNode> attributes(JsonNode instance) {
    Map<String, JsonNode> attributes = new HashMap<>();
    instance
        .path("data")
        .path("attrs")
        .forEach(each -> attributes.put(each.path("key").asText(), each.path("val")));
    return attributes;
  }

  private static void attributes(
      Map<String, JsonNode> wanted, Map<String, JsonNode> there, Set<String> names) {
    Set<String> all = new TreeSet<>(wanted.keySet());
    all.addAll(there.keySet());
    for (String attribute : all) {
      JsonNode value = wanted.get(attribute);
      if (value == null || !value.equals(there.get(attribute))) {
        String name =
            attribute.startsWith(ATTRIBUTE) ? attribute.substring(ATTRIBUTE.length()) : attribute;
        names.add(NAMES.getOrDefault(name, name));
      }
    }
  }

  private static void paths(String path, JsonNode wanted, JsonNode there, Set<String> found) {
    if (wanted.isObject() && there.isObject()) {
      Set<String> names = new TreeSet<>();
      wanted.fieldNames().forEachRemaining(names::add);
      there.fieldNames().forEachRemaining(names::add);
      String prefix = path.isEmpty() ? "" : path + ".";
      names.forEach(name -> paths(prefix + name, wanted.path(name), there.path(name), found));
    } else if (wanted.isArray() && there.isArray() && wanted.size() == there.size()) {
      for (int i = 0; i < wanted.size(); i++) {
        paths(path + "[" + i + "]", wanted.get(i), there.get(i), found);
      }
    } else if (!wanted.equals(there) && !(isNothing(wanted) && isNothing(there))) {
      found.add(path);
    }
  }

  /** A field that one release does not know is one that another has and does not use. */
  private static boolean isNothing(JsonNode value) {
    return value.isMissingNode()
        || value.isNull()
        || (value.isContainerNode() && value.isEmpty())
        || (value.isValueNode() && !value.asBoolean() && value.asText().isEmpty())
        || (value.isNumber() && value.asLong() == 0)
        || (value.isBoolean() && !value.asBoolean());
  }
}
