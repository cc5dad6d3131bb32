package io.graydiff.gobinary;

import java.util.Optional;
import java.util.OptionalLong;

/** What a function's code refers to outside of itself. */
interface Surroundings {
  /** The name of the function at this address. */
  Optional<String> functionAt(long address) throws GoBinaryException;

  /** The word of data at this address, before relocation. */
  OptionalLong wordAt(long address) throws GoBinaryException;

  /** Those of a program's file. */
  static Surroundings of(GoBinary binary) {
    return new Surroundings() {
      @Override
      public Optional<String> functionAt(long address) throws GoBinaryException {
        return binary.functionAt(address).map(Function::name);
      }

      @Override
      public OptionalLong wordAt(long address) throws GoBinaryException {
        return binary.elf().find(address, Long.BYTES).isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(binary.elf().wordAt(address));
      }
    };
  }
}
