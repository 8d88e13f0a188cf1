package io.gyre.config;

import io.gyre.config.Node.Section;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a {@link GyreConfig} from a YAML file and the environment, which wins over the file. */
public final class ConfigLoader {
  /** What Kubernetes sets in every container beside services that are called gyre, gyre-eu, … */
  private static final Pattern NOT_OURS =
      Pattern.compile(
          "GYRE_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT|PORT_\\d+_(TCP|UDP|SCTP)(_.*)?)");

  private final Map<String, String> environment;

  /** With the variables that may be used; {@code System.getenv()} in the program. */
  public ConfigLoader(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * The configuration in a file.
   *
   * @throws ConfigException with everything that is wrong with it
   */
  public GyreConfig load(Path file) {
    return bind(YamlReader.read(file), file.toString());
  }

  /**
   * The configuration in a text.
   *
   * @param name what to call the text in problems
   * @throws ConfigException with everything that is wrong with it
   */
  public GyreConfig parse(String text, String name) {
    return bind(YamlReader.read(text, name), name);
  }

  /**
   * The part of a configuration that a record holds.
   *
   * @param path of that part; empty for the whole
   * @param section what is given for it besides the environment
   * @throws ConfigException with everything that is wrong with it
   */
  public <T extends Record> T bind(Class<T> type, String path, Section section) {
    var lookup = new Lookup(environment);
    var binder = new RecordBinder(lookup);
    Optional<T> bound = binder.bind(type, path, section);
    List<Problem> problems = new ArrayList<>(binder.problems());
    problems.addAll(unknownVariables(lookup));
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return bound.orElseThrow();
  }

  /** Whether the environment has a value for the key. */
  public boolean isInEnvironment(String path) {
    return !environment.getOrDefault(Keys.environmentName(path), "").isBlank();
  }

  private GyreConfig bind(List<Section> documents, String name) {
    if (documents.size() > 1) {
      throw new ConfigException(List.of(Problem.unshown(name, "one YAML document, not several")));
    }
    return bind(GyreConfig.class, "", documents.isEmpty() ? Section.EMPTY : documents.get(0));
  }

  /** Variables that look like keys and are none. */
  private List<Problem> unknownVariables(Lookup lookup) {
    List<String> known = Keys.ALL.stream().map(Keys::environmentName).toList();
    return environment.keySet().stream()
        .filter(name -> name.startsWith(Keys.environmentName("")))
        .filter(name -> !NOT_OURS.matcher(name).matches())
        .filter(name -> !known.contains(name) && !lookup.referenced().contains(name))
        .sorted()
        .map(name -> Problem.unshown(name, "a known variable" + perhaps(name)))
        .toList();
  }

  private static String perhaps(String name) {
    return Keys.closestEnvironmentName(name).map(meant -> ", perhaps " + meant).orElse("");
  }
}
