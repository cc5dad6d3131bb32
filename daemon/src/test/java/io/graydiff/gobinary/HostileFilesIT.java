package io.graydiff.gobinary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import io.graydiff.fixture.GoBuild;
import io.graydiff.fixture.GoBuild.Form;
import io.graydiff.fixture.GoBuilder;
import io.graydiff.goruntime.ProgramLayout;
import io.graydiff.probe.PlacementPlanner;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files made to do harm: each is answered, or refused with the documented exception, within 2
 * seconds of CPU time, and with memory in proportion to the file, whatever it claims of itself.
 * What is asked of a file is all that {@code graydiff inspect} asks.
 */
class HostileFilesIT {
  /**
   * For a thread that never ends; the limit proper is of CPU time, which other load leaves alone.
   */
  private static final Duration NEVER = Duration.ofMinutes(1);

  private static final Duration CPU_LIMIT = Duration.ofSeconds(2);

  /**
   * What a file may make this thread allocate: so much for each of its bytes, and so much always.
   */
  private static final int ALLOCATED_PER_BYTE = 48;

  private static final long ALLOCATED_ALWAYS = 64L << 20;
  private static final long GIBIBYTE = 1L << 30;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir private Path folder;

  /** A way to do harm to a program of Go 1.19 or 1.27. */
  private enum Harm {
    PROGRAM_HEADERS_WITHOUT_NUMBER(f -> f.u16(56, -1)),
    SECTIONS_WITHOUT_NUMBER(f -> f.u16(60, -1)),
    FUNCTIONS_WITHOUT_NUMBER(f -> f.i64(f.header.offset() + 8, Integer.MAX_VALUE)),
    AS_MANY_FUNCTIONS_AS_FIT(
        f -> f.i64(f.header.offset() + 8, (f.bytes.length - f.functions()) / 20)),
    FUNCTIONS_THAT_ALL_HAVE_ONE_RECORD(Harm::oneRecord),
    FUNCTIONS_THAT_GO_TO_AND_FRO(Harm::toAndFro),
    VALUES_WITHOUT_END(Harm::valuesWithoutEnd),
    NAMES_WITHOUT_END(Harm::namesWithoutEnd),
    A_SEGMENT_OF_4_GIB(f -> f.i64(64 + 56 * f.firstLoad() + 32, 4 * GIBIBYTE)),
    SECTIONS_OF_4_GIB(f -> f.eachSection(at -> f.i64(at + 32, 4 * GIBIBYTE))),
    SECTIONS_THAT_ARE_THE_FILE(Harm::sectionsThatAreTheFile),
    SEGMENTS_THAT_ARE_THE_FILE(Harm::segmentsThatAreTheFile),
    FUNCTIONS_OF_BRANCHES_AND_RETURNS(Harm::branchesAndReturns),
    FUNCTIONS_OF_BRANCHES(Harm::branchesToOneReturn),
    FUNCTIONS_THAT_END_BY_CALLING_THEMSELVES(Harm::callsItself),
    TYPES_WITHOUT_END(f -> f.describe("struct {\0".getBytes(StandardCharsets.UTF_8), 13)),
    TYPES_WITHOUT_NAME_OR_END(f -> f.describe(new byte[] {0}, 13)),
    UNITS_WITHOUT_END(Harm::unitsWithoutEnd);

    private final Consumer<Program> harm;

    Harm(Consumer<Program> harm) {
      this.harm = harm;
    }

    private static void oneRecord(Program f) {
      int word = f.wordBytes();
      for (int i = 0; i < f.header.functionCount(); i++) {
        System.arraycopy(
            f.bytes, f.functions() + word, f.bytes, f.functions() + 2 * i * word + word, word);
      }
    }

    private static void toAndFro(Program f) {
      oneRecord(f);
      int word = f.wordBytes();
      for (int i = 1; i < f.header.functionCount(); i += 2) {
        f.i32(f.functions() + 2 * i * word, -1);
      }
    }

    /** Every step of every pc-value table goes on, and every function is 4 GiB long. */
    private static void valuesWithoutEnd(Program f) {
      toAndFro(f);
      int start = (int) (f.header.offset() + f.header.pcValues());
      Arrays.fill(f.bytes, start, f.functions(), (byte) 1);
    }

    private static void namesWithoutEnd(Program f) {
      int start = (int) (f.header.offset() + f.header.names());
      Arrays.fill(f.bytes, start, (int) (f.header.offset() + f.header.units()), (byte) 'a');
    }

    private static void sectionsThatAreTheFile(Program f) {
      f.hideTables();
      f.eachSection(
          at -> {
            f.i64(at + 24, 0);
            f.i64(at + 32, f.bytes.length);
          });
    }

    /**
     * As many program headers as the kernel takes; neither Go's mark nor its tables are anywhere.
     */
    private static void segmentsThatAreTheFile(Program f) {
      f.hideTables();
      int table = 64;
      int count = (1 << 16) / 56;
      byte[] load = Arrays.copyOfRange(f.bytes, 64 + 56 * f.firstLoad(), 120 + 56 * f.firstLoad());
      for (int i = 0; i < count; i++) {
        int at = table + 56 * i;
        System.arraycopy(load, 0, f.bytes, at, 56);
        f.i32(at + 4, 7);
        f.i64(at + 8, 0);
        f.i64(at + 32, f.bytes.length);
      }
      f.u16(56, count);
    }

    /** {@code jne +1; ret}, over and over. */
    private static void branchesAndReturns(Program f) {
      f.replaceFunctions(20_020, new byte[] {0x75, 0x01, (byte) 0xc3});
    }

    /** {@code je}, always to one return; between them {@code jmp} to the next one. */
    private static void branchesToOneReturn(Program f) {
      f.replaceFunctions(240, new byte[] {0x74, 0x7f, (byte) 0xeb, 0x00});
    }

    /** Units of 7 bytes, of which a section of 64 KiB unpacks to millions. */
    private static void unitsWithoutEnd(Program f) {
      byte[] units = new byte[1 << 26];
      for (int at = 0; at + 11 <= units.length; at += 11) {
        units[at] = 7;
        units[at + 4] = 4;
        units[at + 10] = 8;
      }
      f.section(".debug_info", packed(units));
    }

    /** As ELF marks compressed sections, which those of the seeds are. */
    static byte[] packed(byte[] content) {
      Deflater deflater = new Deflater();
      deflater.setInput(content);
      deflater.finish();
      byte[] out = new byte[1 << 20];
      int length = deflater.deflate(out, 24, out.length - 24);
      deflater.end();
      out[0] = 1;
      return Arrays.copyOf(out, 24 + length);
    }

    private static void callsItself(Program f) {
      f.replaceFunctions(64, new byte[] {(byte) 0xe8, (byte) 0xf1, -1, -1, -1, (byte) 0xc3});
    }
  }

  /** A program's bytes, and where its tables are. */
  private static final class Program {
    final byte[] bytes;
    final PcLineHeader header;
    private final ByteBuffer words;
    private final long text;
    private final List<String> names = new ArrayList<>();
    private final List<Long> entries = new ArrayList<>();

    Program(byte[] seed) throws GoBinaryException {
      bytes = seed.clone();
      words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      ElfFile elf = ElfFile.of(new FileBytes(new Memory(seed), seed.length));
      PcLineTable table = new PcLineTableFinder(elf).find();
      header = table.header();
      text = elf.offsetOf(table.entry(0), 1);
      for (int i = 0; i < table.count(); i++) {
        names.add(table.text(table.nameOf(i)).orElse(""));
        entries.add(table.entry(i));
      }
    }

    int functions() {
      return (int) (header.offset() + header.functions());
    }

    int wordBytes() {
      return header.layout().wordBytes();
    }

    void u16(int at, int value) {
      words.putShort(at, (short) value);
    }

    void i32(int at, int value) {
      words.putInt(at, value);
    }

    void i64(long at, long value) {
      words.putLong((int) at, value);
    }

    int firstLoad() {
      int i = 0;
      while (words.getInt(64 + 56 * i) != Segment.LOAD) {
        i++;
      }
      return i;
    }

    /** Where the last byte ends that is part of the running program. */
    int mappedBytes() {
      long end = 0;
      for (int i = 0; i < words.getShort(56); i++) {
        int at = 64 + 56 * i;
        if (words.getInt(at) == Segment.LOAD) {
          end = Math.max(end, words.getLong(at + 8) + words.getLong(at + 32));
        }
      }
      return (int) end;
    }

    void eachSection(Consumer<Integer> change) {
      for (int i = 0; i < words.getShort(60); i++) {
        change.accept((int) words.getLong(40) + 64 * i);
      }
    }

    /**
     * Puts a unit of package runtime in the place of the debugging data, whose entries are 32 MiB
     * of structures of this name, each with one member.
     */
    void describe(byte[] name, int memberTag) {
      byte[] shapes = {
        1, 0x11, 1, 3, 8, 0, 0, 2, 0x13, 1, 3, 8, 0, 0, 3, (byte) memberTag, 0, 3, 8, 0, 0, 0
      };
      ByteBuffer info = ByteBuffer.allocate(1 << 25).order(ByteOrder.LITTLE_ENDIAN);
      info.putInt(info.capacity() - 4).putShort((short) 4).putInt(0).put((byte) 8).put((byte) 1);
      info.put("runtime\0".getBytes(StandardCharsets.UTF_8));
      while (info.remaining() > 2 * name.length + 2) {
        info.put((byte) 2).put(name).put((byte) 3).put(name);
      }
      section(".debug_info", Harm.packed(info.array()));
      section(".debug_abbrev", Harm.packed(shapes));
    }

    /** Replaces the content of a section, which becomes a compressed one. */
    void section(String name, byte[] content) {
      try {
        ElfFile elf = ElfFile.of(new FileBytes(new Memory(bytes.clone()), bytes.length));
        Section old = elf.section(name).orElseThrow();
        int at = (int) words.getLong(40) + 64 * elf.sections().indexOf(old);
        // Abbreviations are too short for more, so they go to where lines were.
        long where =
            elf.section(content.length > old.size() ? ".debug_line" : name).orElseThrow().offset();
        System.arraycopy(content, 0, bytes, (int) where, content.length);
        i64(at + 8, Section.COMPRESSED);
        i64(at + 24, where);
        i64(at + 32, content.length);
      } catch (GoBinaryException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Takes the magic numbers away. */
    void hideTables() {
      i32((int) header.offset(), 0);
      byte[] magic = {(byte) 0xff, ' ', 'G', 'o', ' ', 'b', 'u', 'i', 'l', 'd'};
      for (int at = 0; at < bytes.length - magic.length; at++) {
        if (Arrays.equals(bytes, at, at + magic.length, magic, 0, magic.length)) {
          bytes[at] = 0;
        }
      }
    }

    /**
     * Puts a stack check and then a pattern, over and over, into those functions of the allocator
     * and of the collector that are looked at; each gets so many bytes.
     */
    void replaceFunctions(int size, byte[] pattern) {
      for (String name : List.of("runtime.gcStart", "runtime.mallocgc")) {
        int from = names.indexOf(name);
        long start = entries.get(from);
        for (int i = from + 1; i < entries.size() && entries.get(i) < start + size; i++) {
          entries.set(i, start + size);
          i32(functions() + 2 * i * wordBytes(), (int) (start + size - entries.get(0)));
        }
        ByteBuffer code = words.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        code.position((int) (text + start - entries.get(0)));
        code.put(new byte[] {0x49, 0x3b, 0x66, 0x10, 0x0f, (byte) 0x86}).putInt(size - 20);
        for (int i = 10; i + pattern.length <= size - 10; i += pattern.length) {
          code.put(pattern);
        }
        code.position((int) (text + start - entries.get(0)) + size - 10);
        code.put((byte) 0xe8).putInt(0).put((byte) 0xe9).putInt(-size);
      }
    }
  }

  private record Memory(byte[] bytes) implements FileBytes.Source {
    @Override
    public int read(ByteBuffer into, long position) {
      int some = (int) Math.min(into.remaining(), bytes.length - position);
      into.put(bytes, (int) position, some);
      return some;
    }

    @Override
    public void close() {}
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("program"), bytes);
  }

  private static byte[] seed(String version) throws IOException {
    return Files.readAllBytes(
        GoBuilder.build("tiny", new GoBuild(version, Arch.AMD64, Form.DEFAULT)));
  }

  @ParameterizedTest
  @EnumSource(Harm.class)
  void endsInTimeWhateverTheTablesClaim(Harm harm) throws Exception {
    for (String version : new String[] {"1.19", "1.27"}) {
      Program program = new Program(seed(version));
      harm.harm.accept(program);
      inspect(harm + " " + version, file(program.bytes));
    }
  }

  @Test
  void endsInTimeWhereverItWasCutOff() throws Exception {
    byte[] seed = seed("1.27");
    int mapped = new Program(seed).mappedBytes();
    for (int i = 0; i < 64; i++) {
      int length = i < 16 ? i * 16 : (int) ((long) mapped * (i - 16) / 48);
      assertThat(inspect("cut off at " + length, file(Arrays.copyOf(seed, length)))).isPresent();
    }
    // What is behind belongs to debuggers.
    assertThat(inspect("without the rest", file(Arrays.copyOf(seed, mapped)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 5, 18})
  void refusesWhatIsNoProgramForItBeforeReadingIt(int headerByte) throws Exception {
    byte[] seed = seed("1.27");
    // Not ELF, 32-bit, big-endian, another architecture.
    seed[headerByte] = (byte) (headerByte == 4 ? 1 : 2);
    Optional<GoBinaryException> refusal = inspect("byte " + headerByte, file(seed));
    assertThat(refusal.orElseThrow().reason()).isEqualTo(GoBinaryException.Reason.NOT_A_PROGRAM);
  }

  /** The file has so many bytes as it claims, but there is nothing in them: it costs no disk. */
  @Test
  void endsInTimeForAFileOf4GibWithNothingInIt() throws Exception {
    Program program = new Program(seed("1.27"));
    program.hideTables();
    int load = 64 + 56 * program.firstLoad();
    program.i32(load + 4, 7);
    program.i64(load + 8, 0);
    program.i64(load + 32, 4 * GIBIBYTE);
    Path file = file(program.bytes);
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(4 * GIBIBYTE);
    }
    assertThat(inspect("4 GiB", file)).isPresent();
  }

  /** Asks everything; empty when the file was answered. */
  private static Optional<GoBinaryException> inspect(String what, Path file) throws IOException {
    long size = Files.size(file);
    long[] allocated = new long[1];
    long[] cpuNanos = new long[1];
    Optional<GoBinaryException> refusal =
        assertTimeoutPreemptively(
            NEVER,
            () -> {
              long before = THREADS.getCurrentThreadAllocatedBytes();
              long begun = THREADS.getCurrentThreadCpuTime();
              Optional<GoBinaryException> result = ask(file);
              cpuNanos[0] = THREADS.getCurrentThreadCpuTime() - begun;
              allocated[0] = THREADS.getCurrentThreadAllocatedBytes() - before;
              return result;
            },
            what);
    assertThat(Duration.ofNanos(cpuNanos[0])).as("CPU time for %s", what).isLessThan(CPU_LIMIT);
    assertThat(allocated[0])
        .as("bytes allocated for %s, %d bytes", what, size)
        .isLessThan(ALLOCATED_ALWAYS + ALLOCATED_PER_BYTE * Math.min(size, GIBIBYTE));
    return refusal;
  }

  private static Optional<GoBinaryException> ask(Path file) {
    try (GoBinary binary = GoBinary.open(file)) {
      BuildFacts.of(binary);
      binary.cacheKey();
      PlacementPlanner.plan(binary, true);
      ProgramLayout.of(binary);
      return Optional.empty();
    } catch (GoBinaryException e) {
      return Optional.of(e);
    }
  }
}
