package io.graydiff.gobinary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lines of runtime/debug.BuildInfo: {@code path}, {@code mod}, {@code dep}, {@code =>} and
 * {@code build}, fields separated by tabs. Lines of other kinds are left out, as Go itself does.
 */
final class BuildInfoText {
  private String path = "";
  private Optional<Module> main = Optional.empty();
  private final List<Module> dependencies = new ArrayList<>();
  private final Map<String, String> settings = new LinkedHashMap<>();

  private BuildInfoText() {}

  static BuildInfo parse(String version, String lines) {
    BuildInfoText text = new BuildInfoText();
    boolean lastWasMain = false;
    for (String line : lines.split("\n", -1)) {
      String[] fields = line.split("\t", -1);
      switch (fields[0]) {
        case "path" -> text.path = field(fields, 1);
        case "mod" -> {
          text.main = Optional.of(module(fields));
          lastWasMain = true;
        }
        case "dep" -> {
          text.dependencies.add(module(fields));
          lastWasMain = false;
        }
        case "=>" -> text.replaceLast(lastWasMain, module(fields));
        case "build" -> text.setting(line.substring("build".length()).trim());
        default -> {
          // A kind of line that a later Go version added.
        }
      }
    }
    return new BuildInfo(
        GoVersions.release(version),
        GoVersions.experiments(version),
        text.path,
        text.main,
        List.copyOf(text.dependencies),
        java.util.Collections.unmodifiableMap(text.settings));
  }

  private static String field(String[] fields, int index) {
    return index < fields.length ? fields[index] : "";
  }

  private static Module module(String[] fields) {
    String sum = field(fields, 3);
    return new Module(
        field(fields, 1),
        field(fields, 2),
        sum.isEmpty() ? Optional.empty() : Optional.of(sum),
        Optional.empty());
  }

  private void replaceLast(boolean lastWasMain, Module replacement) {
    if (lastWasMain) {
      main = main.map(module -> module.replacedBy(replacement));
    } else if (!dependencies.isEmpty()) {
      int last = dependencies.size() - 1;
      dependencies.set(last, dependencies.get(last).replacedBy(replacement));
    }
  }

  private void setting(String keyAndValue) {
    int equals =
        keyAndValue.startsWith("\"")
            ? keyAndValue.indexOf('=', GoStrings.quotedLength(keyAndValue))
            : keyAndValue.indexOf('=');
    if (equals > 0) {
      settings.put(
          GoStrings.unquote(keyAndValue.substring(0, equals)),
          GoStrings.unquote(keyAndValue.substring(equals + 1)));
    }
  }
}
