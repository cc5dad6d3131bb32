package io.graydiff.catalogue;

import io.graydiff.fixture.NeedsRoot;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A few faults of the catalogue are called regressions on their signals, and healthy twins are not;
 * {@link Catalogue} tries them all, and says how long it takes.
 */
@NeedsRoot
class CatalogueIT {
  private static final List<Entry> FEW =
      List.of(
          Entry.GOROUTINE_LEAK,
          Entry.WRITE_LOCK,
          Entry.SLICE_GROWTH,
          Entry.PANIC_LOOP,
          Entry.SLOW_HANDSHAKE,
          Entry.GRPC_STALL);

  @TempDir Path folder;

  @Test
  void everyFaultIsARegressionOnItsSignalsAndItsTwinIsNot() throws Exception {
    SoftAssertions all = new SoftAssertions();
    for (Entry entry : FEW) {
      for (ResultTable.Row row : Catalogue.rows(folder, entry, false)) {
        String what = row.entry().fault() + ", " + Entry.name(row.series());
        all.assertThat(row.seconds()).as(what).isPresent();
        all.assertThat(row.twinQuiet()).as(what + " between healthy twins").isTrue();
      }
    }
    all.assertAll();
  }
}
