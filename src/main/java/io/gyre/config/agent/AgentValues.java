package io.gyre.config.agent;

import io.gyre.config.ConfigException;
import io.gyre.config.Node;
import io.gyre.config.Node.Scalar;
import io.gyre.config.Node.Section;
import io.gyre.config.Problem;
import io.gyre.config.Typo;
import io.gyre.config.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a file and the command line say together. Of several YAML documents a later one wins over an
 * earlier one, and a flag wins over all of them.
 */
public final class AgentValues {
  private final Map<AgentSetting, Scalar> values = new EnumMap<>(AgentSetting.class);
  private final List<String> warnings = new ArrayList<>();

  private AgentValues() {}

  /**
   * Merges both.
   *
   * @param flags those given, with their values; a switch has {@code true}
   * @throws ConfigException when the file cannot be read, or holds something else than keys with
   *     single values
   */
  public static AgentValues of(Optional<Path> file, Map<AgentSetting, String> flags) {
    var values = new AgentValues();
    file.ifPresent(path -> YamlReader.read(path).forEach(values::addFile));
    flags.forEach(values::addFlag);
    values.warnOfIgnored();
    return values;
  }

  /** What was given for a setting, if anything. */
  Optional<Scalar> get(AgentSetting setting) {
    return Optional.ofNullable(values.get(setting));
  }

  /** One line for each thing that was given and has no effect. */
  List<String> warnings() {
    return warnings;
  }

  private void addFile(Section section) {
    section
        .entries()
        .forEach(
            (key, node) ->
                AgentSetting.ofKey(key)
                    .ifPresentOrElse(
                        setting -> addKey(setting, node), () -> warnOfUnknown(key, node)));
  }

  private void addKey(AgentSetting setting, Node node) {
    if (node instanceof Scalar scalar) {
      values.put(setting, scalar);
    } else if (!(node instanceof Node.Nothing)) {
      throw new ConfigException(
          List.of(
              new Problem(
                  setting.key(), Optional.empty(), "a single value", Optional.of(node.where()))));
    }
  }

  private void addFlag(AgentSetting setting, String text) {
    String flag = setting.flags().get(0);
    if (setting.isSecret()) {
      warnings.add(
          flag + " shows the secret to everybody who can list processes; keep it in the file");
    }
    // Of these two a file may hold the one and the command line the other.
    if (setting == AgentSetting.VERBOSE || setting == AgentSetting.QUIET) {
      values.remove(AgentSetting.VERBOSE);
      values.remove(AgentSetting.QUIET);
    }
    values.put(setting, new Scalar(text, flag));
  }

  private void warnOfIgnored() {
    values.forEach(
        (setting, value) -> {
          if (setting.isIgnored()) {
            warnings.add(
                "%s (%s) is ignored: %s".formatted(setting.key(), value.where(), setting.reason()));
          }
        });
  }

  private void warnOfUnknown(String key, Node node) {
    List<String> known = Arrays.stream(AgentSetting.values()).map(AgentSetting::key).toList();
    String perhaps = Typo.closest(key, known).map(meant -> "; perhaps " + meant).orElse("");
    warnings.add("%s (%s) is not known and ignored%s".formatted(key, node.where(), perhaps));
  }
}
