package io.graydiff.gobinary;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names the functions at addresses of a Go program, with those that the compiler put into them: by
 * the pc-line table and its inline trees, which stripped programs have too. Also names types. Needs
 * no index of all functions, so opening is cheap; heap: at most 512 KiB of file cache. Not safe for
 * use by several threads.
 */
public final class FunctionNames implements AutoCloseable {
  private final ElfFile elf;
  private final PcLineTable table;
  private final Optional<InlineTrees> trees;

  private FunctionNames(ElfFile elf) throws GoBinaryException {
    this.elf = elf;
    table = new PcLineTableFinder(elf).find();
    trees = trees(elf, table);
  }

  /** Opens a program; any path will do, {@code /proc/PID/exe} included. */
  public static FunctionNames open(Path file) throws GoBinaryException {
    ElfFile elf = ElfFile.of(FileBytes.openForLookUps(file));
    try {
      return new FunctionNames(elf);
    } catch (GoBinaryException | RuntimeException e) {
      elf.close();
      throw e;
    }
  }

  /** A Go version whose trees are elsewhere: functions are named, inlined ones are not told. */
  private static Optional<InlineTrees> trees(ElfFile elf, PcLineTable table)
      throws GoBinaryException {
    int minor = new BuildInfoReader(elf).read().map(BuildInfo::minorVersion).orElse(0);
    try {
      return Optional.of(new InlineTrees(elf, table, minor));
    } catch (GoBinaryException e) {
      if (e.reason() == GoBinaryException.Reason.UNSUPPORTED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * The functions whose code the instruction at this address is, the innermost inlined one first;
   * the last one is the function that a debugger would break in. Of a return address, ask for the
   * byte before.
   *
   * @param address as the file has it, without the load address
   * @return empty when the address is in no function of the program
   */
  public List<String> at(long address) throws GoBinaryException {
    elf.bytes().allowReads();
    int i = table.indexAt(address);
    if (i < 0) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    if (trees.isPresent()) {
      names.addAll(trees.get().inlinedAt(i, address - table.entry(i)));
    }
    names.add(table.text(table.nameOf(i)).orElse(""));
    return names;
  }

  /**
   * The name of the type whose descriptor is at this address, such as {@code main.failure}.
   *
   * @param address as the file has it, without the load address
   * @return empty when there is none in the file, or before Go 1.18
   */
  public Optional<String> typeAt(long address) throws GoBinaryException {
    elf.bytes().allowReads();
    return table.layout().textRelative() ? new TypeNames(elf, table).at(address) : Optional.empty();
  }

  @Override
  public void close() {
    elf.close();
  }
}
