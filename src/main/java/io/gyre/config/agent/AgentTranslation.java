package io.gyre.config.agent;

import io.gyre.config.Node;
import io.gyre.config.Node.Scalar;
import io.gyre.config.Node.Section;
import io.gyre.config.Problem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gyre's keys for what radosgw-agent's settings say, and what of them cannot be translated. */
final class AgentTranslation {
  private static final int MAX_LOG_PAGE = 1000;
  private static final Set<String> TRUE = Set.of("true", "yes", "on");
  private static final Set<String> FALSE = Set.of("false", "no", "off");

  /** The settings that are one key of Gyre's. */
  private static final Map<AgentSetting, String> PATHS = new EnumMap<>(AgentSetting.class);

  static {
    PATHS.put(AgentSetting.SOURCE, "source.endpoint");
    PATHS.put(AgentSetting.SRC_ACCESS_KEY, "source.access-key");
    PATHS.put(AgentSetting.SRC_SECRET_KEY, "source.secret-key");
    PATHS.put(AgentSetting.SRC_ZONE, "source.zone");
    PATHS.put(AgentSetting.DESTINATION, "destination.endpoint");
    PATHS.put(AgentSetting.DEST_ACCESS_KEY, "destination.access-key");
    PATHS.put(AgentSetting.DEST_SECRET_KEY, "destination.secret-key");
    PATHS.put(AgentSetting.DEST_ZONE, "destination.zone");
    PATHS.put(AgentSetting.STATE, "state");
    PATHS.put(AgentSetting.MAX_ENTRIES, "limits.log-page");
    PATHS.put(AgentSetting.INCREMENTAL_SYNC_DELAY, "polling.idle");
    PATHS.put(AgentSetting.RGW_DATA_LOG_WINDOW, "polling.data-log-window");
    PATHS.put(AgentSetting.METADATA_ONLY, "metadata-only");
  }

  private final AgentValues values;
  private final Map<String, Node> entries = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  AgentTranslation(AgentValues values) {
    this.values = values;
    PATHS.forEach(this::translate);
    endpointOfHost(AgentSetting.SRC_HOST, AgentSetting.SRC_PORT, "source.endpoint");
    endpointOfHost(AgentSetting.DEST_HOST, AgentSetting.DEST_PORT, "destination.endpoint");
    values.get(AgentSetting.SYNC_TYPE).ifPresent(this::syncType);
  }

  /** A problem with one of Gyre's keys, in the words of radosgw-agent. */
  static Problem inTheirWords(Problem problem) {
    return PATHS.entrySet().stream()
        .filter(entry -> entry.getValue().equals(problem.key()))
        .map(entry -> problem.withKey(entry.getKey().key()))
        .findFirst()
        .orElse(problem);
  }

  List<Problem> problems() {
    return problems;
  }

  List<String> warnings() {
    return warnings;
  }

  boolean has(String path) {
    return entries.containsKey(path);
  }

  void put(String path, Node node) {
    entries.put(path, node);
  }

  /** One of the sections that have keys of their own. */
  Section section(String name) {
    String prefix = name + ".";
    Map<String, Node> own = new LinkedHashMap<>();
    entries.forEach(
        (path, node) -> {
          if (path.startsWith(prefix)) {
            own.put(path.substring(prefix.length()), node);
          }
        });
    return new Section(own, "");
  }

  /** Everything. */
  Section root() {
    Map<String, Node> root = new LinkedHashMap<>();
    entries.forEach(
        (path, node) -> {
          int dot = path.indexOf('.');
          String name = dot < 0 ? path : path.substring(0, dot);
          root.put(name, dot < 0 ? node : section(name));
        });
    return new Section(root, "");
  }

  /** Whether one full pass is asked for; {@code partial} is the old name of incremental. */
  boolean once() {
    Optional<Scalar> scope = values.get(AgentSetting.SYNC_SCOPE);
    String text = scope.map(Scalar::text).orElse("incremental");
    if (!Set.of("full", "incremental", "partial").contains(text)) {
      reject(AgentSetting.SYNC_SCOPE, scope.orElseThrow(), "full or incremental");
    }
    return text.equals("full");
  }

  /** Whether a switch is on. */
  boolean isOn(AgentSetting setting) {
    return values.get(setting).flatMap(value -> bool(setting, value)).orElse(false);
  }

  private void translate(AgentSetting setting, String path) {
    values
        .get(setting)
        .flatMap(value -> translated(setting, value))
        .ifPresent(node -> entries.put(path, node));
  }

  private Optional<Scalar> translated(AgentSetting setting, Scalar value) {
    return switch (setting) {
      case SOURCE, DESTINATION -> Optional.of(withoutPath(setting, value));
      case MAX_ENTRIES ->
          number(setting, value, "a whole number, at least 1")
              .map(count -> with(value, Long.toString(Math.min(count, MAX_LOG_PAGE))));
      case INCREMENTAL_SYNC_DELAY, RGW_DATA_LOG_WINDOW ->
          number(setting, value, "a whole number of seconds, at least 1")
              .map(seconds -> with(value, seconds + "s"));
      case METADATA_ONLY -> bool(setting, value).map(on -> with(value, on.toString()));
      default -> Optional.of(value);
    };
  }

  /** radosgw-agent never looked at it. */
  private Scalar withoutPath(AgentSetting setting, Scalar url) {
    String bare = url.text().replaceFirst("^(https?://[^/?#]+)[/?#].+", "$1");
    if (!bare.equals(url.text())) {
      warnings.add(
          "%s (%s): only scheme, host and port of the URL are used"
              .formatted(setting.key(), url.where()));
    }
    return with(url, bare);
  }

  private void endpointOfHost(AgentSetting host, AgentSetting port, String path) {
    Optional<Scalar> name = values.get(host);
    if (name.isPresent() && !has(path)) {
      Scalar given = name.get();
      String number = values.get(port).map(value -> ":" + value.text()).orElse("");
      put(path, with(given, "http://" + given.text() + number));
    }
  }

  private void syncType(Scalar type) {
    switch (type.text()) {
      case "metadata" -> put("metadata-only", with(type, "true"));
      case "data" ->
          warnings.add("sync_type (%s): users and buckets are copied, too".formatted(type.where()));
      default -> reject(AgentSetting.SYNC_TYPE, type, "metadata or data");
    }
  }

  private Optional<Long> number(AgentSetting setting, Scalar value, String expected) {
    if (value.text().matches("0*[1-9]\\d{0,8}")) {
      return Optional.of(Long.parseLong(value.text()));
    }
    reject(setting, value, expected);
    return Optional.empty();
  }

  /** As YAML 1.1 has it. */
  private Optional<Boolean> bool(AgentSetting setting, Scalar value) {
    String text = value.text().toLowerCase(Locale.ROOT);
    if (!TRUE.contains(text) && !FALSE.contains(text)) {
      reject(setting, value, "true or false");
      return Optional.empty();
    }
    return Optional.of(TRUE.contains(text));
  }

  private void reject(AgentSetting setting, Scalar value, String expected) {
    problems.add(
        new Problem(
            setting.key(), Optional.of(value.text()), expected, Optional.of(value.where())));
  }

  private static Scalar with(Scalar original, String text) {
    return new Scalar(text, original.where());
  }
}
