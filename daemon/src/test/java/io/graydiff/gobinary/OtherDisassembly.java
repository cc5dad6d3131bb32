package io.graydiff.gobinary;

import io.graydiff.fixture.GoBuilder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Mnemonics of a function by another way than Capstone: on amd64 GNU objdump, on arm64 the words
 * themselves, of which only the few that matter are told apart.
 */
final class OtherDisassembly {
  private static final int ARM64_RETURN = 0xd65f03c0;

  private final Map<Long, String> mnemonics = new HashMap<>();

  private OtherDisassembly() {}

  static OtherDisassembly of(Path program, Arch arch, GoBinary binary, Function function)
      throws GoBinaryException {
    OtherDisassembly other = new OtherDisassembly();
    if (arch == Arch.AMD64) {
      other.objdump(program, function);
    } else {
      other.words(binary, function);
    }
    return other;
  }

  private void objdump(Path program, Function function) {
    List<String> command =
        List.of(
            "objdump",
            "--disassemble",
            "--disassembler-options=intel",
            "--no-show-raw-insn",
            "--start-address=" + function.address(),
            "--stop-address=" + (function.address() + function.size()),
            program.toString());
    for (String line : GoBuilder.run(command)) {
      String[] parts = line.split(":\t", 2);
      if (parts.length == 2) {
        String mnemonic = parts[1].split("\\s", 2)[0];
        mnemonics.put(Long.parseLong(parts[0].trim(), 16), mnemonic);
      }
    }
  }

  private void words(GoBinary binary, Function function) throws GoBinaryException {
    for (long at = 0; at < function.size(); at += Integer.BYTES) {
      int word = binary.elf().bytes().i32(function.fileOffset() + at);
      String mnemonic = "other";
      if (word == ARM64_RETURN) {
        mnemonic = "ret";
      } else if ((word & 0xff00001f) == 0x54000009) {
        mnemonic = "b.ls";
      } else if ((word & 0xffe00c00) == 0xf8000c00) {
        mnemonic = "str";
      }
      mnemonics.put(function.address() + at, mnemonic);
    }
  }

  /** The mnemonic at a site, or a dash if no instruction begins there. */
  String at(Site site) {
    return mnemonics.getOrDefault(site.address(), "-");
  }

  int returns() {
    return (int) mnemonics.values().stream().filter("ret"::equals).count();
  }
}
