package io.graydiff.gobinary;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.GoBuild;
import io.graydiff.fixture.GoBuild.Form;
import io.graydiff.fixture.GoBuilder;
import io.graydiff.gobinary.Instruction.Flow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls are counted as a disassembly of every function finds them. */
class CallSitesIT {
  private static final String CALLED = "runtime.newobject";

  @ParameterizedTest
  @EnumSource(Arch.class)
  void countsTheCallsThatADisassemblyFinds(Arch arch) throws Exception {
    GoBuild build = new GoBuild("1.27", arch, Form.STRIPPED);
    try (GoBinary binary = GoBinary.open(GoBuilder.build("tiny", build))) {
      long target = binary.function(CALLED).orElseThrow().address();
      int calls = 0;
      for (Function function : binary.functions(name -> true)) {
        for (Instruction instruction :
            Disassembler.decode(arch, function.address(), binary.code(function))) {
          boolean calling =
              instruction.flow() == Flow.CALL
                  && function.address() + instruction.target() == target;
          calls += calling ? 1 : 0;
        }
      }
      assertThat(calls).isGreaterThan(10);
      assertThat(binary.calls(List.of(CALLED))).isEqualTo(Map.of(CALLED, calls));
    }
  }
}
