package io.graydiff.target;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One {@code key=value} of a {@link Selector}. Immutable. */
public sealed interface SelectorTerm {

  /** What stands before the equals sign. */
  SelectorKey key();

  /** What stands after it, with commas not yet escaped. */
  String value();

  /** Whether the process fulfils this term. Only {@link K8s} asks {@code pods}. */
  boolean matches(GoProcess process, PodIndex pods);

  /** {@code pid=12}. */
  record Pid(int pid) implements SelectorTerm {
    @Override
    public SelectorKey key() {
      return SelectorKey.PID;
    }

    @Override
    public String value() {
      return Integer.toString(pid);
    }

    @Override
    public boolean matches(GoProcess process, PodIndex pods) {
      return process.pid() == pid;
    }
  }

  /** {@code exe=GLOB}: the whole path of the executable as the process sees it. */
  record Exe(Glob glob) implements SelectorTerm {
    @Override
    public SelectorKey key() {
      return SelectorKey.EXE;
    }

    @Override
    public String value() {
      return glob.toString();
    }

    @Override
    public boolean matches(GoProcess process, PodIndex pods) {
      return glob.matches(process.exe());
    }
  }

  /**
   * {@code go=1.22}: this release or any version of it, but not 1.220.
   *
   * @param value such as {@code 1.22} or {@code 1.22.12}
   */
  record Go(String value) implements SelectorTerm {
    private static final Pattern RELEASE = Pattern.compile("(?<![0-9a-z])go(\\d[^\\s]*)");

    @Override
    public SelectorKey key() {
      return SelectorKey.GO;
    }

    @Override
    public boolean matches(GoProcess process, PodIndex pods) {
      var release = RELEASE.matcher(process.build().goVersion());
      return release.find() && isOrBelongsTo(release.group(1));
    }

    private boolean isOrBelongsTo(String release) {
      return release.startsWith(value)
          && (release.length() == value.length()
              || !Character.isDigit(release.charAt(value.length())));
    }
  }

  /** {@code module=example.com/app}: the path of the main module. */
  record Module(String value) implements SelectorTerm {
    @Override
    public SelectorKey key() {
      return SelectorKey.MODULE;
    }

    @Override
    public boolean matches(GoProcess process, PodIndex pods) {
      return process.build().module().equals(value);
    }
  }

  /** {@code revision=abc123}: the beginning of the version control revision. */
  record Revision(String value) implements SelectorTerm {
    @Override
    public SelectorKey key() {
      return SelectorKey.REVISION;
    }

    @Override
    public boolean matches(GoProcess process, PodIndex pods) {
      return process
          .build()
          .revision()
          .filter(r -> r.regionMatches(true, 0, value, 0, value.length()))
          .isPresent();
    }
  }

  /** {@code cmdline=REGEX}: found anywhere in the arguments, which are joined by spaces. */
  record Cmdline(Pattern regex) implements SelectorTerm {
    @Override
    public SelectorKey key() {
      return SelectorKey.CMDLINE;
    }

    @Override
    public String value() {
      return regex.pattern();
    }

    @Override
    public boolean matches(GoProcess process, PodIndex pods) {
      return regex.matcher(process.cmdline()).find();
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Cmdline c && value().equals(c.value());
    }

    @Override
    public int hashCode() {
      return value().hashCode();
    }
  }

  /** {@code cgroup=GLOB}: a cgroup of the process, in any hierarchy, or one that contains it. */
  record Cgroup(Glob glob) implements SelectorTerm {
    @Override
    public SelectorKey key() {
      return SelectorKey.CGROUP;
    }

    @Override
    public String value() {
      return glob.toString();
    }

    @Override
    public boolean matches(GoProcess process, PodIndex pods) {
      return process.cgroups().stream().anyMatch(glob::matchesPrefixOf);
    }
  }

  /**
   * {@code unit=app.service}: the systemd unit, as a segment of a cgroup path.
   *
   * @param value with its suffix
   */
  record Unit(String value) implements SelectorTerm {
    @Override
    public SelectorKey key() {
      return SelectorKey.UNIT;
    }

    @Override
    public boolean matches(GoProcess process, PodIndex pods) {
      return process.cgroups().stream().anyMatch(path -> (path + '/').contains('/' + value + '/'));
    }
  }

  /**
   * {@code k8s=NAMESPACE/label=value/...}: a container of a pod of that namespace that has all
   * these labels.
   *
   * @param container the name of the container, {@code *} for any; empty: the one that kubectl
   *     takes
   */
  record K8s(String namespace, SortedMap<String, String> labels, Optional<String> container)
      implements SelectorTerm {
    static final String CONTAINER = "container";
    static final String ANY = "*";

    @Override
    public SelectorKey key() {
      return SelectorKey.K8S;
    }

    @Override
    public String value() {
      return Stream.concat(
              labels.entrySet().stream().map(Map.Entry::toString),
              container.stream().map(name -> CONTAINER + '=' + name))
          .collect(Collectors.joining("/", namespace + '/', ""));
    }

    @Override
    public boolean matches(GoProcess process, PodIndex pods) {
      return pods.find(process.container()).filter(this::chooses).isPresent();
    }

    private boolean chooses(PodIndex.Container found) {
      PodIndex.Pod pod = found.pod();
      return pod.namespace().equals(namespace)
          && pod.labels().entrySet().containsAll(labels.entrySet())
          && container
              .map(name -> name.equals(ANY) || name.equals(found.name()))
              .orElse(found.isDefault());
    }
  }
}
