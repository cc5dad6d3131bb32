package io.graydiff.target;

import java.io.IOException;
import java.nio.file.Path;

/** Recognises Go executables. */
@FunctionalInterface
public interface BinaryReader {

  /**
   * What an executable is.
   *
   * @throws IOException when the file cannot be read or has vanished
   */
  BinaryKind read(Path executable) throws IOException;
}
