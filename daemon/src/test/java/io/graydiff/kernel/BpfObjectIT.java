package io.graydiff.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.NeedsRoot;
import org.junit.jupiter.api.Test;

@NeedsRoot
class BpfObjectIT {
  @Test
  void theProgramsLoadAndTheirMapsAreMapped() throws Exception {
    KernelFeatures features = KernelFeatures.detect();
    try (BpfObject object = BpfObject.open("/bpf/graydiff.bpf.o")) {
      object.size("rows", 2);
      object.size("spans", 1024);
      object.constants(1, 1);
      Attacher.prepare(object, features.uprobeMulti());
      object.load();
      try (MappedArray rows = object.mapArray("rows");
          EventRing ring = object.mapRing("events")) {
        assertThat(rows.stride()).isEqualTo(KernelAbi.ROWS_SIZE);
        assertThat(rows.getLongOpaque(0)).isZero();
        assertThat(ring.drain(record -> {})).isZero();
      }
    }
  }
}
