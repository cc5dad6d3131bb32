package io.graydiff.app.config;

import io.graydiff.signal.Signal;
import io.graydiff.signal.Worse;
import io.graydiff.target.Selector;
import io.graydiff.target.Selectors;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the YAML configuration file. Unknown keys, doubled keys and bad values are errors that name
 * the line. For one thread.
 */
public final class ConfigReader {
  static final List<String> CONFIG_KEYS = List.of("listen", "budget", "comparisons");
  static final List<String> COMPARISON_KEYS =
      List.of("name", "baseline", "canary", "alpha", "window", "tolerance", "signals");
  static final List<String> SIGNAL_KEYS = List.of("enabled", "tolerance", "worse");

  private final YamlCursor yaml;
  private final Map<ComparisonName, Integer> lineOfName = new HashMap<>();

  private ConfigReader(YamlCursor yaml) {
    this.yaml = yaml;
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException when it cannot be read or used
   */
  public static Config read(Path file) throws ConfigException {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new ConfigException("there is no config file " + file + "; check the path");
    } catch (AccessDeniedException e) {
      throw new ConfigException("config file " + file + " may not be read; run as root");
    } catch (IOException e) {
      throw new ConfigException("config file " + file + " cannot be read: " + e.getMessage());
    }
  }

  static Config parse(String yaml, String fileName) throws ConfigException, IOException {
    YamlCursor cursor = new YamlCursor(yaml, fileName);
    if (!cursor.advance()) {
      throw new ConfigException(fileName + " is empty; it needs comparisons");
    }
    Config config = new ConfigReader(cursor).config();
    if (cursor.advance()) {
      throw cursor.error(cursor.line(), "a second YAML document begins; keep one");
    }
    return config;
  }

  private Config config() throws ConfigException {
    int line = yaml.line();
    Optional<ListenAddress> listen = Optional.empty();
    Optional<Budget> budget = Optional.empty();
    List<ComparisonConfig> comparisons = new ArrayList<>();
    yaml.expectMap("the config file");
    while (yaml.nextKey()) {
      switch (yaml.key()) {
        case "listen" -> listen = Optional.of(yaml.value(ListenAddress::parse));
        case "budget" -> budget = Optional.of(yaml.value(Budget::parse));
        case "comparisons" -> comparisons = comparisons();
        default -> throw yaml.unknownKey(CONFIG_KEYS);
      }
    }
    if (comparisons.isEmpty()) {
      throw yaml.error(line, "there are no comparisons; name at least one below comparisons:");
    }
    return new Config(listen, budget, comparisons);
  }

  private List<ComparisonConfig> comparisons() throws ConfigException {
    List<ComparisonConfig> comparisons = new ArrayList<>();
    yaml.advance();
    yaml.expectList("comparisons");
    while (yaml.nextItem()) {
      comparisons.add(comparison());
    }
    return comparisons;
  }

  private ComparisonConfig comparison() throws ConfigException {
    int line = yaml.line();
    Optional<ComparisonName> name = Optional.empty();
    Optional<Selectors> baseline = Optional.empty();
    Optional<Selectors> canary = Optional.empty();
    Optional<Alpha> alpha = Optional.empty();
    Optional<Duration> window = Optional.empty();
    Optional<Percent> tolerance = Optional.empty();
    Map<Signal, SignalConfig> signals = Map.of();
    yaml.expectMap("a comparison");
    while (yaml.nextKey()) {
      switch (yaml.key()) {
        case "name" -> name = Optional.of(name());
        case "baseline" -> baseline = Optional.of(selectors());
        case "canary" -> canary = Optional.of(selectors());
        case "alpha" -> alpha = Optional.of(yaml.value(Alpha::parse));
        case "window" -> window = Optional.of(yaml.value(Durations::parse));
        case "tolerance" -> tolerance = Optional.of(yaml.value(Percent::parse));
        case "signals" -> signals = signals();
        default -> throw yaml.unknownKey(COMPARISON_KEYS);
      }
    }
    return new ComparisonConfig(
        required(name, "name", line),
        required(baseline, "baseline", line),
        required(canary, "canary", line),
        alpha,
        window,
        tolerance,
        signals);
  }

  private ComparisonName name() throws ConfigException {
    ComparisonName name = yaml.value(ComparisonName::parse);
    Integer firstLine = lineOfName.putIfAbsent(name, yaml.line());
    if (firstLine != null) {
      throw yaml.error(
          yaml.line(), "the comparison in line " + firstLine + " is named '" + name + "' already");
    }
    return name;
  }

  private Selectors selectors() throws ConfigException {
    List<Selector> selectors = new ArrayList<>();
    yaml.advance();
    if (yaml.isList()) {
      int line = yaml.line();
      while (yaml.nextItem()) {
        selectors.add(yaml.scalar(Selector::parse));
      }
      if (selectors.isEmpty()) {
        throw yaml.error(line, yaml.key() + ": the list of selectors is empty");
      }
    } else {
      selectors.add(yaml.scalar(Selector::parse));
    }
    return new Selectors(selectors);
  }

  private Map<Signal, SignalConfig> signals() throws ConfigException {
    Map<Signal, SignalConfig> signals = new EnumMap<>(Signal.class);
    yaml.advance();
    yaml.expectMap("signals");
    while (yaml.nextKey()) {
      Signal signal = yaml.keyAs(SignalNames::parse);
      yaml.advance();
      signals.put(signal, signalConfig());
    }
    return signals;
  }

  private SignalConfig signalConfig() throws ConfigException {
    Optional<Boolean> enabled = Optional.empty();
    Optional<Percent> tolerance = Optional.empty();
    Optional<Worse> worse = Optional.empty();
    yaml.expectMap(yaml.key());
    while (yaml.nextKey()) {
      switch (yaml.key()) {
        case "enabled" -> enabled = Optional.of(yaml.value(SignalNames::parseSwitch));
        case "tolerance" -> tolerance = Optional.of(yaml.value(Percent::parse));
        case "worse" -> worse = Optional.of(yaml.value(SignalNames::parseWorse));
        default -> throw yaml.unknownKey(SIGNAL_KEYS);
      }
    }
    return new SignalConfig(enabled, tolerance, worse);
  }

  private <T> T required(Optional<T> value, String key, int line) throws ConfigException {
    return value.orElseThrow(() -> yaml.error(line, "this comparison lacks " + key + ":"));
  }
}
