package io.graydiff.goruntime;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.gobinary.Function;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadBiasTest {
  private static final Function MAIN = new Function("runtime.main", 0x8a000, 100, 0x8a000);

  @Test
  void aPositionIndependentProgramLiesWhereItsCodeIsMapped() {
    List<String> maps =
        List.of(
            "55d0c0000000-55d0c0080000 r--p 00000000 fe:00 17  /srv/app",
            "55d0c0080000-55d0c0200000 r-xp 00080000 fe:00 17  /srv/app",
            "7f0000000000-7f0000200000 r-xp 00000000 fe:00 99  /usr/lib/libc.so.6",
            "7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0   [stack]");

    assertThat(LoadBias.of(maps, "/srv/app", MAIN)).hasValue(0x55d0c0000000L);
  }

  @Test
  void otherFilesDoNotCountEvenIfTheyAreMappedFirst() {
    List<String> maps =
        List.of(
            "550000000000-550000200000 r-xp 00000000 fe:00 99  /usr/lib/libc.so.6",
            "55d0c0080000-55d0c0200000 r-xp 00080000 fe:00 17  /srv/my app (deleted)");

    assertThat(LoadBias.of(maps, "/srv/my app (deleted)", MAIN)).hasValue(0x55d0c0000000L);
  }

  @Test
  void aProgramAtItsOwnAddressesHasNoBias() {
    List<String> maps = List.of("00480000-00600000 r-xp 00080000 fe:00 17  /srv/app");

    assertThat(LoadBias.of(maps, "/srv/app", new Function("runtime.main", 0x48a000, 100, 0x8a000)))
        .hasValue(0L);
  }

  @Test
  void withoutTheProgramThereIsNone() {
    assertThat(LoadBias.of(List.of(), "/srv/app", MAIN)).isEmpty();
  }
}
