package io.gyre.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares two JSON documents field by field.
 *
 * @param where what the documents describe, for the findings
 */
record JsonComparison(Findings findings, String where) {
  /** Said to differ, never shown. */
  private static final Set<String> SECRETS = Set.of("secret_key", "temp_url_keys");

  /**
   * Compares what {@code path} leads to.
   *
   * @param path dotted names, for the findings
   */
  void compare(String path, JsonNode source, JsonNode destination) {
    if (source.isObject() && destination.isObject()) {
      Set<String> names = new TreeSet<>();
      source.fieldNames().forEachRemaining(names::add);
      destination.fieldNames().forEachRemaining(names::add);
      names.forEach(name -> compareField(path, name, source.path(name), destination.path(name)));
    } else if (source.isArray() && destination.isArray() && source.size() == destination.size()) {
      for (int i = 0; i < source.size(); i++) {
        compare(path + "[" + i + "]", source.get(i), destination.get(i));
      }
    } else if (!source.equals(destination)) {
      findings.add(where, path, shown(source), shown(destination));
    }
  }

  private void compareField(String path, String name, JsonNode source, JsonNode destination) {
    String inner = path.isEmpty() ? name : path + "." + name;
    if (!SECRETS.contains(name)) {
      compare(inner, source, destination);
    } else if (!source.equals(destination)) {
      findings.add(where, inner, "a secret", "another");
    }
  }

  private static String shown(JsonNode node) {
    if (node.isMissingNode()) {
      return Difference.ABSENT;
    }
    return node.isContainerNode() && node.findValue("secret_key") != null
        ? node.size() + " entries with secrets"
        : node.toString();
  }
}
