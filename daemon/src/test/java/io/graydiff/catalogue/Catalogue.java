package io.graydiff.catalogue;

import io.graydiff.publish.Report;
import io.graydiff.publish.TextStyle;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Tries every fault of the catalogue, or some, one after the other, and writes what it finds of
 * each into the table of the document at once: a run that is interrupted goes on with the others.
 *
 * <p>Arguments: the document, or {@code -} for none; then the faults, all without any. Ends with 1
 * where a fault was not found or a healthy twin was not quiet.
 */
public final class Catalogue {
  private static final int WIDTH = 100;

  private Catalogue() {}

  public static void main(String[] arguments) throws Exception {
    List<String> wanted = List.of(arguments).subList(1, arguments.length);
    List<Entry> entries =
        Arrays.stream(Entry.values())
            .filter(entry -> wanted.isEmpty() || wanted.contains(entry.fault()))
            .toList();
    Path folder = Files.createTempDirectory("graydiff-catalogue");
    boolean good = true;
    try {
      for (Entry entry : entries) {
        List<ResultTable.Row> rows = rows(folder, entry, true);
        rows.forEach(System.out::println);
        good &= rows.stream().allMatch(ResultTable.Row::isGood);
        if (!arguments[0].equals("-")) {
          ResultTable.replace(Path.of(arguments[0]), rows);
        }
      }
    } finally {
      for (File binary : folder.toFile().listFiles()) {
        Files.delete(binary.toPath());
      }
      Files.delete(folder);
    }
    System.exit(good ? 0 : 1);
  }

  /** With which Go the faults are built. */
  static String goSeries() {
    return System.getProperty("graydiff.catalogue.go", "1.23");
  }

  /** Tries one fault, with a binary that is kept in this folder. */
  static List<ResultTable.Row> rows(Path folder, Entry entry, boolean toTheEnd) throws Exception {
    Path binary = Faultlab.build(entry, goSeries(), folder);
    try (FaultTrial trial = FaultTrial.begin(binary, entry)) {
      trial.watch(toTheEnd);
      print(trial);
      return entry.series().stream()
          .map(
              series ->
                  new ResultTable.Row(
                      entry,
                      series,
                      trial.sick().regression(series),
                      trial.twin().regressions().isEmpty(),
                      goSeries()))
          .toList();
    }
  }

  private static void print(FaultTrial trial) {
    TextStyle style = new TextStyle(WIDTH, false, true);
    trial.result().ifPresent(r -> Report.render(r, style).forEach(System.out::println));
    trial
        .twinResult()
        .ifPresent(r -> Report.render(r, style).stream().limit(16).forEach(System.out::println));
  }
}
