package io.graydiff.gobinary;

import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/** Functions written down in hexadecimal, for tests. */
final class MachineCodeCases {
  static final long ADDRESS = 0x401000;
  static final long FILE_OFFSET = 0x1000;

  private static final Surroundings NOTHING =
      new Surroundings() {
        @Override
        public Optional<String> functionAt(long address) {
          return Optional.empty();
        }

        @Override
        public OptionalLong wordAt(long address) {
          return OptionalLong.empty();
        }
      };

  private MachineCodeCases() {}

  /** A text of hexadecimal bytes, with spaces and with comments after {@code ;} on each line. */
  static byte[] bytes(String lines) {
    StringBuilder hex = new StringBuilder();
    lines.lines().map(line -> line.replaceFirst(";.*", "").replace(" ", "")).forEach(hex::append);
    return HexFormat.of().parseHex(hex);
  }

  static FunctionSites amd64(String lines) throws GoBinaryException {
    return sites(Arch.AMD64, lines, 0);
  }

  static FunctionSites sites(Arch arch, String lines, long resume) throws GoBinaryException {
    byte[] code = bytes(lines);
    Function function = new Function("main.case", ADDRESS, code.length, FILE_OFFSET);
    return FunctionSites.of(arch, function, code, resume, NOTHING);
  }
}
