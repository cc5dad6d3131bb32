package io.graydiff.collect;

import io.graydiff.ffi.MemoryFile;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The process that is probed to find out what probing costs (bpf/calibrate.c). It runs from memory,
 * so that no folder has to allow executing. For one thread.
 */
final class CalibrationHelper implements AutoCloseable {
  /** So many empty spans does a command for them make. */
  static final int ROUNDS = 500;

  /** So many hits of a probe does a command for a trap make. */
  private static final int PAIRS = 10;

  /** Of so many commands for a trap the median is taken. */
  private static final int TRAPS = 41;

  private static final int MARK_BYTES = 8;

  private final MemoryFile file;
  private final byte[] program;
  private final Process process;
  private final DataInputStream answers;

  private CalibrationHelper(MemoryFile file, byte[] program) throws IOException {
    this.file = file;
    this.program = program;
    this.process =
        new ProcessBuilder(file.path().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    this.answers = new DataInputStream(process.getInputStream());
  }

  static CalibrationHelper start() throws IOException {
    byte[] program = resource();
    MemoryFile file = MemoryFile.executable("graydiff-calibrate", program);
    try {
      return new CalibrationHelper(file, program);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  int pid() {
    return (int) process.pid();
  }

  String path() {
    return file.path().toString();
  }

  /** Executes the instructions of a command; its answer, in nanoseconds. */
  long run(char command) throws IOException {
    process.getOutputStream().write(command);
    process.getOutputStream().flush();
    long nanos = answers.readLong();
    return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Long.reverseBytes(nanos) : nanos;
  }

  /** The answer to a command for a trap, in nanoseconds for a hit: the median of many. */
  double nanosOfTrap(char command) throws IOException {
    long[] took = new long[TRAPS];
    for (int i = 0; i < TRAPS; i++) {
      took[i] = run(command);
    }
    Arrays.sort(took);
    return Math.max(0, took[TRAPS / 2]) / (double) PAIRS;
  }

  /** File offset of the instruction behind a mark. */
  long site(String mark) {
    // In Latin-1 a character is a byte, so that positions agree.
    int at = new String(program, StandardCharsets.ISO_8859_1).indexOf(mark);
    if (at < 0) {
      throw new IllegalStateException("the calibration program has no mark " + mark);
    }
    return at + MARK_BYTES;
  }

  private static byte[] resource() throws IOException {
    try (InputStream in = CalibrationHelper.class.getResourceAsStream("/bpf/calibrate")) {
      if (in == null) {
        throw new IOException("/bpf/calibrate is not in this build; run: make -C bpf");
      }
      return in.readAllBytes();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    file.close();
  }
}
