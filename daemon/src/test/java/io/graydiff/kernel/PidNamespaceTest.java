package io.graydiff.kernel;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidNamespaceTest {
  @TempDir private Path folder;

  @Test
  void theFirstNamespaceWillDo() throws Exception {
    Path own = Files.createSymbolicLink(folder.resolve("pid"), Path.of("pid:[4026531836]"));
    assertThatCode(() -> PidNamespace.requireFirst(own)).doesNotThrowAnyException();
  }

  @Test
  void anotherOneIsRefusedWithWhatToDo() throws Exception {
    Path own = Files.createSymbolicLink(folder.resolve("pid"), Path.of("pid:[4026532210]"));
    assertThatThrownBy(() -> PidNamespace.requireFirst(own))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("pid:[4026532210]")
        .hasMessageContaining("hostPID: true")
        .hasMessageContaining("--pid=host");
  }
}
