package io.graydiff.gobinary;

import io.graydiff.goruntime.ProgramLayout;
import io.graydiff.probe.PlacementPlanner;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A program's bytes with damage done to them by a script, and everything that can be asked of them.
 * A script is a series of steps of 12 bytes: where (a table of the file), how far into it, how, and
 * with what. So a fuzzer's small changes are small changes of the tables, not of 1 MB of code.
 */
final class DamagedFile {
  private static final int STEP_BYTES = 12;
  private static final int STEP_LIMIT = 16;
  private static final long[] ODD = {
    0, 1, -1, 0x7fffffffL, 0x80000000L, 0xffffffffL, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32
  };
  private static final Set<String> DEBUGGING = Set.of(".debug_info", ".debug_abbrev");
  private static final Set<String> NAMES = Set.of("runtime.mallocgc", "runtime.newobject");

  private final byte[] bytes;
  private int length;

  private DamagedFile(byte[] seed) {
    bytes = seed.clone();
    length = seed.length;
  }

  /** The places where damage matters, as offset and length, of an undamaged program. */
  static List<long[]> tables(byte[] seed) throws GoBinaryException {
    ElfFile elf = ElfFile.of(source(seed, seed.length));
    PcLineTable table = new PcLineTableFinder(elf).find();
    PcLineHeader header = table.header();
    long code = table.function(table.indexAt(table.entry(table.count() / 2))).fileOffset();
    long sections = elf.bytes().i64(40);
    long dynamic = elf.segment(Segment.DYNAMIC).map(Segment::offset).orElse(0L);
    long build = elf.section(".go.buildinfo").map(Section::offset).orElse(0L);
    List<long[]> debugging =
        elf.sections().stream()
            .filter(section -> DEBUGGING.contains(section.name()))
            .map(section -> new long[] {section.offset(), Math.max(1, section.size())})
            .toList();
    long module = elf.find(ModuleData.find(elf, header).address(), 8).orElseThrow();
    List<long[]> tables = new ArrayList<>(debugging);
    tables.addAll(
        List.of(
            new long[] {0, 64},
            new long[] {64, 1024},
            new long[] {sections, seed.length - sections},
            new long[] {dynamic, 512},
            new long[] {build, 256},
            new long[] {header.offset(), 72},
            new long[] {header.offset() + header.names(), 4096},
            new long[] {header.offset() + header.pcValues(), 1 << 16},
            new long[] {header.offset() + header.functions(), 8L * table.count()},
            new long[] {table.record(0), 1 << 16},
            new long[] {module, 400},
            new long[] {code, 1 << 14},
            new long[] {0, seed.length}));
    return List.copyOf(tables);
  }

  /**
   * The same program with its debugging data expanded, behind all else: damage to compressed data
   * would rarely get past the expanding.
   */
  static byte[] withPlainDebuggingData(byte[] program) throws GoBinaryException {
    ByteBuffer words = ByteBuffer.wrap(program.clone()).order(ByteOrder.LITTLE_ENDIAN);
    ElfFile elf = ElfFile.of(source(program, program.length));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < elf.sections().size(); i++) {
      Section section = elf.sections().get(i);
      if (DEBUGGING.contains(section.name())) {
        int header = (int) words.getLong(40) + 64 * i;
        int size = 0;
        words.putLong(header + 24, program.length + all.size());
        try (SectionStream in = SectionStream.of(elf, section.name().substring(1)).orElseThrow()) {
          for (; !in.atEnd(); size++) {
            all.write(in.u8());
          }
        }
        words.putLong(header + 8, 0);
        words.putLong(header + 32, size);
      }
    }
    byte[] whole = Arrays.copyOf(words.array(), program.length + all.size());
    System.arraycopy(all.toByteArray(), 0, whole, program.length, all.size());
    return whole;
  }

  static DamagedFile of(byte[] seed, List<long[]> tables, byte[] script) {
    DamagedFile damaged = new DamagedFile(seed);
    ByteBuffer steps = ByteBuffer.wrap(script).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < STEP_LIMIT && steps.remaining() >= STEP_BYTES; i++) {
      damaged.step(tables, steps);
    }
    return damaged;
  }

  private void step(List<long[]> tables, ByteBuffer steps) {
    long[] table = tables.get((steps.get() & 0xff) % tables.size());
    int how = steps.get() & 0xff;
    long within = (steps.getInt() & 0xffffffffL) % Math.max(1, table[1]);
    short odd = steps.getShort();
    int value = steps.getInt();
    int at = (int) Math.min(table[0] + within, bytes.length - Long.BYTES);
    ByteBuffer into = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    switch (how % 6) {
      case 0 -> bytes[at] ^= (byte) (1 << (value & 7));
      case 1 -> bytes[at] = (byte) value;
      case 2 -> into.putInt(at & ~3, value);
      case 3 -> into.putLong(at & ~7, ODD[(odd & 0xffff) % ODD.length]);
      case 4 -> into.putLong(at & ~7, into.getLong(at & ~7) + odd);
      default -> length = Math.min(length, at);
    }
  }

  /**
   * Asks everything.
   *
   * @return how far it got: 0 for refused, 1 for opened, and so on
   */
  int read() {
    int depth = 0;
    try (GoBinary binary = GoBinary.of(Path.of("damaged"), source(bytes, length))) {
      depth++;
      binary.linking();
      binary.relro();
      binary.cacheKey();
      BinaryDiff.between(binary, binary);
      for (Function function : binary.functions(NAMES::contains)) {
        depth = Math.max(depth, 2);
        sites(binary, function);
      }
      depth++;
      binary.inlined(NAMES);
      BuildFacts.of(binary);
      PlacementPlanner.plan(binary, true);
      depth++;
      ProgramLayout.of(binary);
      depth++;
    } catch (GoBinaryException e) {
      return depth;
    }
    return depth;
  }

  private static void sites(GoBinary binary, Function function) throws GoBinaryException {
    try {
      FunctionSites sites = FunctionSites.of(binary, function);
      sites.entry();
      sites.exits();
      sites.exits(new ExitChoice(true, Set.of("runtime.gcStart")));
    } catch (SiteRefusedException e) {
      binary.functionAt(function.address());
    }
  }

  private static FileBytes source(byte[] bytes, int length) {
    return new FileBytes(new InMemory(bytes, length), length);
  }

  private record InMemory(byte[] bytes, int length) implements FileBytes.Source {
    @Override
    public int read(ByteBuffer into, long position) {
      int some = (int) Math.min(into.remaining(), length - position);
      into.put(bytes, (int) position, some);
      return some;
    }

    @Override
    public void close() {}
  }
}
