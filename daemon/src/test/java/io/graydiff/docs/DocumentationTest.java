package io.graydiff.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graydiff.app.CommandModel;
import io.graydiff.app.ExitCode;
import io.graydiff.app.config.ConfigReader;
import io.graydiff.signal.Signal;
import io.graydiff.target.Selector;
import io.graydiff.target.SelectorKey;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class DocumentationTest {
  private static final Markdown CONFIGURATION = Markdown.of("docs/configuration.md");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern KNOWN_KEYS = Pattern.compile("known keys: (.*)");

  @TempDir Path folder;

  @Test
  void everyExampleOfTheConfigurationCanBeRead() throws Exception {
    int read = 0;
    for (Markdown markdown : Markdown.all()) {
      for (Map.Entry<String, Markdown.Code> code : markdown.code()) {
        boolean ours = code.getValue().lines().contains("comparisons:");
        if (ours && code.getValue().language().equals("yaml")) {
          Path file = Files.writeString(folder.resolve("graydiff.yaml"), code.getValue().text());
          assertThatCode(() -> ConfigReader.read(file))
              .as(code.getKey())
              .doesNotThrowAnyException();
          read++;
        }
      }
    }
    assertThat(read).isPositive();
  }

  @Test
  void theTablesOfKeysAreThoseOfTheReader() throws Exception {
    assertThat(codes("Keys of the file", 0)).isEqualTo(knownKeys("x: 1\n"));
    assertThat(codes("Keys of a comparison", 0)).isEqualTo(knownKeys("comparisons: [{x: 1}]\n"));
    assertThat(codes("Keys of a signal", 0))
        .isEqualTo(knownKeys("comparisons: [{signals: {panics: {x: 1}}}]\n"));
  }

  private Set<String> knownKeys(String yaml) throws Exception {
    Path file = Files.writeString(folder.resolve("graydiff.yaml"), yaml);
    Set<String> keys = new TreeSet<>();
    assertThatThrownBy(() -> ConfigReader.read(file))
        .satisfies(
            e -> {
              Matcher known = KNOWN_KEYS.matcher(String.valueOf(e.getMessage()));
              assertThat(known.find()).as(e.getMessage()).isTrue();
              keys.addAll(Arrays.asList(known.group(1).split(", ", -1)));
            });
    return keys;
  }

  @Test
  void theTableOfSelectorsHasEveryKeyAndEveryExampleIsOne() throws Exception {
    Set<String> keys =
        Arrays.stream(SelectorKey.values()).map(SelectorKey::id).collect(Collectors.toSet());
    assertThat(codes("Selectors", 0)).isEqualTo(keys);
    for (List<String> row : CONFIGURATION.section("Selectors").rows()) {
      Selector example = Selector.parse(onlyCode(row.get(2)));
      assertThat(example.terms().get(0).key().id()).isEqualTo(onlyCode(row.get(0)));
    }
  }

  @Test
  void theTableOfSignalsIsWhatCanBeMeasured() {
    List<List<String>> signals =
        Arrays.stream(Signal.values())
            .map(
                signal ->
                    List.of(
                        "`" + signal.id() + "`",
                        signal.kind().name().toLowerCase(Locale.ROOT),
                        signal.unit().symbol(),
                        signal.worse().id(),
                        signal.label().map(label -> "`" + label + "`").orElse(""),
                        signal.meaning()))
            .toList();
    assertThat(CONFIGURATION.section("Signals").rows()).isEqualTo(signals);
  }

  @Test
  void theTableOfCommandsHasEveryCommand() {
    assertThat(codes("Commands", 0)).isEqualTo(CommandModel.create().getSubcommands().keySet());
  }

  @Test
  void theTablesOfOptionsAreThoseOfTheCommandLine() {
    for (CommandLine command : CommandModel.create().getSubcommands().values()) {
      Set<String> real =
          command.getCommandSpec().options().stream()
              .map(DocumentationTest::spelling)
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(documentedOptions(command.getCommandName()))
          .as(command.getCommandName())
          .isEqualTo(real);
    }
  }

  private static String spelling(OptionSpec option) {
    String names = Arrays.stream(option.names()).sorted().collect(Collectors.joining(", "));
    return option.typeInfo().isBoolean() ? names : names + " " + option.paramLabel();
  }

  private static Set<String> documentedOptions(String command) {
    Set<String> options = new TreeSet<>();
    for (Markdown.Section section : CONFIGURATION.sections()) {
      List<String> title = Arrays.asList(section.title().split("[ ,]+", -1));
      boolean all = title.containsAll(List.of("Options", "every", "command"));
      if (all || title.contains("Options") && title.contains(command)) {
        for (List<String> row : section.rows()) {
          options.add(codes(row.get(0)).stream().sorted().collect(Collectors.joining(", ")));
        }
      }
    }
    return options;
  }

  @Test
  void theTableOfKernelsHasRowsOfKernelsThatAreRunAndNamesTheirChecks() throws Exception {
    Markdown kernels = Markdown.of("docs/kernels.md");
    String script = Files.readString(Markdown.ROOT.resolve("verify"));
    Matcher list = Pattern.compile("(?m)^kernels=(.*)$").matcher(script);
    assertThat(list.find()).isTrue();
    Set<String> run = Set.of(list.group(1).split(","));
    for (List<String> row : kernels.sections().get(1).rows()) {
      assertThat(run).contains(row.get(0) + "-" + row.get(1));
    }
    String checks = Files.readString(Markdown.ROOT.resolve("deploy/kernels-test/trial/checks.go"));
    for (List<String> row : kernels.section("What is checked").rows()) {
      for (String check : codes(row.get(0))) {
        assertThat(checks).contains("\"" + check + "\"");
      }
    }
  }

  @Test
  void theTableOfExitCodesHasEachOnce() throws Exception {
    Set<String> codes = new TreeSet<>();
    for (Field field : ExitCode.class.getFields()) {
      codes.add(Integer.toString(field.getInt(null)));
    }
    assertThat(CONFIGURATION.section("Exit codes").rows())
        .extracting(row -> row.get(0))
        .containsExactlyInAnyOrderElementsOf(codes);
  }

  @Test
  void everyCommandInACodeBlockIsOne() throws Exception {
    List<String> parsed = new ArrayList<>();
    for (Markdown markdown : Markdown.all()) {
      for (Map.Entry<String, Markdown.Code> code : markdown.code()) {
        for (String line : ShellLines.commands(code.getValue().lines())) {
          if (line.matches("(sudo )?(\\./)?graydiff .*")) {
            assertParses(code.getKey(), line);
            parsed.add(line);
          }
        }
      }
    }
    assertThat(parsed).isNotEmpty();
  }

  private static void assertParses(String place, String line) {
    String[] arguments =
        ShellLines.words(line).stream()
            .dropWhile(word -> !word.endsWith("graydiff"))
            .skip(1)
            .filter(word -> !word.equals("--no-install")) // the launcher's own
            .toArray(String[]::new);
    assertThatCode(() -> CommandModel.create().parseArgs(arguments))
        .as(place + ": " + line)
        .doesNotThrowAnyException();
  }

  @Test
  void everyRelativeLinkLeadsSomewhere() throws Exception {
    int links = 0;
    for (Markdown markdown : Markdown.all()) {
      for (String link : markdown.localLinks()) {
        String[] parts = link.split("#", 2);
        Path target =
            parts[0].isEmpty()
                ? markdown.file()
                : markdown.file().resolveSibling(parts[0]).normalize();
        assertThat(target).as(markdown.file() + " links to " + link).exists();
        if (parts.length == 2 && target.toString().endsWith(".md")) {
          Markdown there = Markdown.of(Markdown.ROOT.relativize(target).toString());
          assertThat(there.sections())
              .as(markdown.file() + " links to " + link)
              .extracting(Markdown.Section::anchor)
              .contains(parts[1]);
        }
        links++;
      }
    }
    assertThat(links).isPositive();
  }

  private static Set<String> codes(String section, int column) {
    return CONFIGURATION.section(section).rows().stream()
        .map(row -> onlyCode(row.get(column)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String onlyCode(String cell) {
    assertThat(codes(cell)).as(cell).hasSize(1);
    return codes(cell).get(0);
  }

  private static List<String> codes(String cell) {
    return CODE.matcher(cell).results().map(match -> match.group(1)).toList();
  }
}
