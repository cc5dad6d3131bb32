package io.graydiff.gobinary;

import io.graydiff.gobinary.GoBinaryException.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;

/**
 * A Go program's file, open. Functions are found by the pc-line table, never by the symbol table,
 * so a stripped program answers as an unstripped one does. Takes any path, {@code /proc/PID/exe}
 * included; the open file stays readable when the process ends or the file is replaced.
 *
 * <p>Heap: 4 MiB of file cache and 8 bytes a function. Not safe for use by several threads.
 * Everything that reads throws {@link GoBinaryException}, and nothing else, on a damaged file.
 */
public final class GoBinary implements AutoCloseable {
  private static final int OLDEST_AMD64 = 17;
  private static final int OLDEST_ARM64 = 18;

  private final Path path;
  private final ElfFile elf;
  private final DynamicSection dynamic;
  private final BuildInfo buildInfo;
  private final PcLineTable table;
  private final String buildId;
  private Optional<FunctionIndex> index = Optional.empty();

  private GoBinary(Path path, ElfFile elf) throws GoBinaryException {
    this.path = path;
    this.elf = elf;
    dynamic = new DynamicSection(elf);
    buildInfo =
        new BuildInfoReader(elf)
            .read()
            .orElseThrow(() -> new GoBinaryException(Reason.NOT_GO, "not a Go binary"));
    refuseOldVersions();
    table = new PcLineTableFinder(elf).find();
    buildId = BuildId.of(elf);
  }

  /**
   * Opens a program.
   *
   * @throws GoBinaryException when the file is not a Go program for 64-bit Linux on amd64 or arm64,
   *     is older than the register calling convention, or is damaged
   */
  public static GoBinary open(Path file) throws GoBinaryException {
    return of(file, FileBytes.open(file));
  }

  /** As {@link #open}, with the bytes at hand, which it takes over. */
  static GoBinary of(Path file, FileBytes bytes) throws GoBinaryException {
    ElfFile elf = ElfFile.of(bytes);
    try {
      return new GoBinary(file, elf);
    } catch (GoBinaryException | RuntimeException e) {
      elf.close();
      throw e;
    }
  }

  private void refuseOldVersions() throws GoBinaryException {
    int minor = buildInfo.minorVersion();
    int oldest = elf.arch() == Arch.AMD64 ? OLDEST_AMD64 : OLDEST_ARM64;
    if (minor > 0 && minor < oldest) {
      throw new GoBinaryException(
          Reason.TOO_OLD,
          "built with Go 1.%d: too old, graydiff needs Go 1.%d or newer on %s (register ABI)"
              .formatted(minor, oldest, elf.arch().goarch()));
    }
  }

  public Path path() {
    return path;
  }

  public Arch arch() {
    return elf.arch();
  }

  public BuildInfo buildInfo() {
    return buildInfo;
  }

  /**
   * What names the build: {@code go:} or {@code gnu:} and the build ID, or {@code sha256:} and the
   * digest of the file where the build left none.
   */
  public String buildId() {
    return buildId;
  }

  /**
   * A key under which what was found in this file can be kept. Tools that strip a program keep its
   * build ID but may move its parts in the file, so the key covers the headers too.
   */
  public String cacheKey() throws GoBinaryException {
    return buildId + ":" + elf.headerChecksum();
  }

  /** Whether there is no symbol table. */
  public boolean stripped() {
    return elf.stripped();
  }

  public boolean positionIndependent() {
    return elf.positionIndependent();
  }

  public Linking linking() {
    boolean loaded =
        elf.segment(Segment.INTERPRETER).isPresent()
            || dynamic.value(DynamicSection.NEEDED).isPresent();
    return loaded ? Linking.DYNAMIC : Linking.STATIC;
  }

  public Relro relro() {
    if (elf.segment(Segment.RELRO).isEmpty()) {
      return Relro.NONE;
    }
    return dynamic.bindsNow() ? Relro.FULL : Relro.PARTIAL;
  }

  public long sizeBytes() {
    return elf.bytes().size();
  }

  /**
   * Made with the first question for a function: whoever only wants to know what a file is (every
   * executable of a machine, in turn) is spared a pass over all its functions.
   */
  private FunctionIndex index() throws GoBinaryException {
    if (index.isEmpty()) {
      index = Optional.of(FunctionIndex.of(table, elf.bytes()));
    }
    return index.get();
  }

  /** The function of this name; of two, the larger, because the other one only wraps it. */
  public Optional<Function> function(String name) throws GoBinaryException {
    elf.bytes().allowReads();
    Optional<Integer> found = index().find(name);
    return found.isPresent() ? Optional.of(table.function(found.get())) : Optional.empty();
  }

  /** All functions whose name is wanted, in the order of their addresses. */
  public List<Function> functions(Predicate<String> wanted) throws GoBinaryException {
    elf.bytes().allowReads();
    List<Function> found = new ArrayList<>();
    for (int i = 0; i < table.count(); i++) {
      Optional<String> name = table.text(table.nameOf(i));
      if (name.isPresent() && wanted.test(name.get())) {
        found.add(table.function(i));
      }
    }
    return found;
  }

  /** The function that holds this address, as the file has it: without the load address. */
  public Optional<Function> functionAt(long address) throws GoBinaryException {
    elf.bytes().allowReads();
    index();
    int i = table.indexAt(address);
    return i < 0 ? Optional.empty() : Optional.of(table.function(i));
  }

  /**
   * For each of these functions that the compiler also put into others, the names of those others,
   * and how many calls there are copies: such a call does not pass the function's own code, so a
   * probe does not see it.
   */
  public Map<String, SortedMap<String, Integer>> inlined(Collection<String> names)
      throws GoBinaryException {
    elf.bytes().allowReads();
    return new InlineTrees(elf, table, buildInfo.minorVersion()).holders(names);
  }

  /**
   * The addresses of these variables by the symbol table, before relocation; those that are not in
   * it are left out, all of them when the file is stripped.
   */
  public Map<String, Long> symbols(Set<String> names) throws GoBinaryException {
    elf.bytes().allowReads();
    Map<String, Long> addresses = new HashMap<>();
    new SymbolTable(elf).find(names).forEach((name, at) -> addresses.put(name, at.address()));
    return addresses;
  }

  /** The texts of a variable that is an array of them; empty when the symbol table lacks it. */
  public List<String> texts(String variable) throws GoBinaryException {
    elf.bytes().allowReads();
    return new Variables(elf).texts(variable);
  }

  /** The 16-bit numbers of a variable that is an array; empty when the symbol table lacks it. */
  public List<Integer> numbers(String variable) throws GoBinaryException {
    elf.bytes().allowReads();
    return new Variables(elf).numbers(variable);
  }

  /**
   * The structures that the debugging data describe; empty when there are no such data.
   *
   * @param structures whose members are asked for
   * @param variables whose types are asked for by {@link DebugTypes#ofVariable}
   */
  public Optional<DebugTypes> debugTypes(Set<String> structures, Set<String> variables)
      throws GoBinaryException {
    elf.bytes().allowReads();
    return DebugInfo.types(elf, structures, variables);
  }

  /**
   * For each of these functions, from how many places of the program's code it is called by its
   * address; calls through tables and function values are not told.
   */
  public Map<String, Integer> calls(Collection<String> names) throws GoBinaryException {
    elf.bytes().allowReads();
    Map<Long, String> targets = new HashMap<>();
    for (String name : names) {
      function(name).ifPresent(function -> targets.put(function.address(), name));
    }
    return CallSites.of(elf, table).count(targets);
  }

  /** The code of a function of this program. */
  public byte[] code(Function function) throws GoBinaryException {
    elf.bytes().allowReads();
    return elf.bytes().bytes(function.fileOffset(), Math.toIntExact(function.size()));
  }

  ElfFile elf() {
    return elf;
  }

  PcLineTable table() {
    return table;
  }

  @Override
  public void close() {
    elf.close();
  }
}
