package io.graydiff.catalogue;

import io.graydiff.fixture.NeedsRoot;
import io.graydiff.signal.Signal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each fault of the catalogue is called a regression on its signals, and healthy twins are not. A
 * few faults by their first signal by default; {@code -Dgraydiff.catalogue=full} takes all faults
 * and signals, and some by their names.
 */
@NeedsRoot
class CatalogueIT {
  /** So many, with the healthy processes, fit on a machine with two CPUs. */
  private static final int AT_ONCE = 6;

  private static final List<Entry> FEW =
      List.of(Entry.GOROUTINE_LEAK, Entry.SLICE_GROWTH, Entry.TIMER_LEAK, Entry.CONTEXT_TIMEOUT);

  @TempDir Path folder;

  @Test
  void everyFaultIsARegressionOnItsSignalsAndItsTwinIsNot() throws Exception {
    Path binary = Faultlab.build(goSeries(), folder);
    List<Entry> entries = entries();
    ResultTable table = new ResultTable();
    for (int from = 0; from < entries.size(); from += AT_ONCE) {
      List<Entry> some = entries.subList(from, Math.min(entries.size(), from + AT_ONCE));
      try (Batch batch = Batch.begin(binary, some, !isFew())) {
        batch.watch();
        for (Entry entry : some) {
          for (Signal signal : batch.awaited(entry)) {
            System.out.printf("%s: %s%n", entry.fault(), batch.account(entry, signal));
            table.add(
                new ResultTable.Row(
                    entry,
                    signal,
                    batch.findings(entry).regression(signal),
                    batch.twin().regression(signal).isEmpty(),
                    goSeries()));
          }
        }
      }
    }
    System.out.println(table);
    if (System.getProperty("graydiff.catalogue.document") != null) {
      table.writeTo(Path.of(System.getProperty("graydiff.catalogue.document")));
    }
    SoftAssertions all = new SoftAssertions();
    for (ResultTable.Row row : table.rows()) {
      String what = row.entry().fault() + ", " + row.signal().id();
      all.assertThat(row.seconds()).as(what).isPresent();
      all.assertThat(row.twinQuiet()).as(what + " between healthy twins").isTrue();
    }
    all.assertAll();
  }

  private static String goSeries() {
    return System.getProperty("graydiff.catalogue.go", "1.23");
  }

  private static boolean isFew() {
    return System.getProperty("graydiff.catalogue") == null;
  }

  private static List<Entry> entries() {
    if (isFew()) {
      return FEW;
    }
    String wanted = System.getProperty("graydiff.catalogue", "");
    return Arrays.stream(Entry.values())
        .filter(
            entry -> wanted.equals("full") || List.of(wanted.split(",")).contains(entry.fault()))
        .toList();
  }
}
