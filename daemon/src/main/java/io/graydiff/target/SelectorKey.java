package io.graydiff.target;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** The keys of the selector grammar, each with the reading of its value. */
public enum SelectorKey {
  PID(SelectorKey::pid),
  EXE(value -> new SelectorTerm.Exe(new Glob(value))),
  GO(SelectorKey::go),
  MODULE(SelectorTerm.Module::new),
  REVISION(SelectorTerm.Revision::new),
  CMDLINE(value -> new SelectorTerm.Cmdline(Pattern.compile(value))),
  CGROUP(value -> new SelectorTerm.Cgroup(new Glob(value))),
  UNIT(SelectorKey::unit),
  K8S(SelectorKey::k8s);

  private static final Pattern GO_VERSION =
      Pattern.compile("(?:go)?(\\d+\\.\\d+(\\.\\d+|(rc|beta)\\d+)?)");

  /** A label of Kubernetes: an optional DNS prefix and a slash, the name, the value (or a *). */
  private static final Pattern LABEL =
      Pattern.compile("/((?:[a-z0-9.-]+\\.[a-z0-9.-]+/)?[A-Za-z0-9._-]+)=(\\*|[A-Za-z0-9._-]*)");

  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");

  private final Function<String, SelectorTerm> reader;

  SelectorKey(Function<String, SelectorTerm> reader) {
    this.reader = reader;
  }

  /** The spelling in selectors. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All keys, for messages: {@code pid, exe, ...}. */
  static String known() {
    return Arrays.stream(values()).map(SelectorKey::id).collect(Collectors.joining(", "));
  }

  static Optional<SelectorKey> byId(String id) {
    return Arrays.stream(values()).filter(key -> key.id().equals(id)).findFirst();
  }

  /** Whether two terms of this key can both hold: patterns can, exact values cannot. */
  boolean isRepeatable() {
    return this == CMDLINE || this == CGROUP || this == EXE;
  }

  /**
   * Reads the value of this key.
   *
   * @throws SelectorSyntaxException when it is malformed
   */
  SelectorTerm term(String value) throws SelectorSyntaxException {
    if (value.isEmpty()) {
      throw new SelectorSyntaxException(id() + "= needs a value");
    }
    try {
      return reader.apply(value);
    } catch (PatternSyntaxException e) {
      throw new SelectorSyntaxException(
          id() + "=" + value + " is not a valid pattern: " + e.getDescription());
    } catch (IllegalArgumentException e) {
      throw new SelectorSyntaxException(id() + "=" + value + ": " + e.getMessage());
    }
  }

  private static SelectorTerm pid(String value) {
    if (!value.matches("[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException("a process id is a positive number");
    }
    return new SelectorTerm.Pid(Integer.parseInt(value));
  }

  private static SelectorTerm go(String value) {
    Matcher version = GO_VERSION.matcher(value);
    if (!version.matches()) {
      throw new IllegalArgumentException("a Go version is written 1.22 or 1.22.12");
    }
    return new SelectorTerm.Go(version.group(1));
  }

  /** As systemctl does, a name without a unit's suffix means a service. */
  private static SelectorTerm unit(String value) {
    boolean complete = value.matches(".*\\.(service|scope|slice)");
    return new SelectorTerm.Unit(complete ? value : value + ".service");
  }

  private static SelectorTerm k8s(String value) {
    int end = value.indexOf('/');
    String namespace = end < 0 ? value : value.substring(0, end);
    SortedMap<String, String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(value).region(namespace.length(), value.length());
    int at = namespace.length();
    while (label.lookingAt()) {
      if (labels.put(label.group(1), label.group(2)) != null) {
        throw new IllegalArgumentException(label.group(1) + " stands there twice");
      }
      at = label.end();
      label.region(at, value.length());
    }
    Optional<String> container = Optional.ofNullable(labels.remove(SelectorTerm.K8s.CONTAINER));
    boolean complete = at == value.length() && NAMESPACE.matcher(namespace).matches();
    if (!complete || labels.isEmpty() || labels.containsValue(SelectorTerm.K8s.ANY)) {
      throw new IllegalArgumentException(
          "expected NAMESPACE/label=value, more labels or container=NAME after slashes");
    }
    if (container.filter(String::isEmpty).isPresent()) {
      throw new IllegalArgumentException("container= needs a name, or * for any");
    }
    return new SelectorTerm.K8s(namespace, labels, container);
  }
}
