package io.graydiff.app;

import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;

/** A part of what {@code graydiff inspect} shows below the facts of the binary. */
public interface InspectSection {

  /** The key of this part in the JSON form. */
  String key();

  /**
   * Examines an open binary.
   *
   * @throws GoBinaryException when the binary is damaged
   */
  Result inspect(GoBinary binary) throws GoBinaryException;

  /**
   * What was found.
   *
   * @param text lines for people, each ended by a newline
   * @param json a record or map for programs
   */
  record Result(String text, Object json) {}
}
