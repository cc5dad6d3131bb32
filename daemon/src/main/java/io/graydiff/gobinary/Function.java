package io.graydiff.gobinary;

/**
 * A function of a Go program.
 *
 * @param name as the pc-line table spells it, such as {@code net/http.(*conn).serve}
 * @param address of its first instruction, before relocation
 * @param size in bytes, up to the next function, so with the padding between them
 * @param fileOffset of its first instruction in the file
 */
public record Function(String name, long address, long size, long fileOffset) {
  /** Whether this address is inside the function. */
  public boolean contains(long other) {
    return Long.compareUnsigned(other - address, size) < 0;
  }
}
