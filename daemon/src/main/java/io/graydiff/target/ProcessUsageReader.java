package io.graydiff.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the usage of one process, once a window.
 *
 * <p>It keeps /proc/PID/stat open: a read costs one system call and no path, and the descriptor
 * stays bound to this very process, so that a reused pid cannot be read by mistake. One more call
 * gives the number of descriptors (from Linux 6.2; before, their directory is listed).
 *
 * <p>CPU time is utime + stime of /proc/PID/stat, in ticks of 10 ms that do not add up over
 * windows, because the kernel scales both from its nanosecond account. /proc/PID/schedstat has
 * nanoseconds but only of the main thread; its sum over /proc/PID/task loses threads that ended,
 * and costs two files a thread.
 *
 * <p>For one thread.
 */
public final class ProcessUsageReader implements AutoCloseable {
  /** A line has 52 numbers and a name of 64 bytes at most. */
  private static final int STAT_BYTES = 2048;

  private final FileChannel stat;
  private final Path fds;
  private final KernelConstants units;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(STAT_BYTES);

  private ProcessUsageReader(FileChannel stat, Path fds, KernelConstants units) {
    this.stat = stat;
    this.fds = fds;
    this.units = units;
  }

  /**
   * Opens the account of a process.
   *
   * @return empty when the process has ended
   * @throws IOException when this agent may not read it
   */
  public static Optional<ProcessUsageReader> open(GoProcess process) throws IOException {
    return open(process.pid(), process.startTicks());
  }

  static Optional<ProcessUsageReader> open(int pid, long startTicks) throws IOException {
    Path directory = Path.of("/proc", Integer.toString(pid));
    KernelConstants units = KernelConstants.read();
    FileChannel stat;
    try {
      stat = FileChannel.open(directory.resolve("stat"), StandardOpenOption.READ);
    } catch (NoSuchFileException ended) {
      return Optional.empty();
    }
    ProcessUsageReader reader = new ProcessUsageReader(stat, directory.resolve("fd"), units);
    Optional<StatLine> line = reader.readLine();
    if (line.isPresent() && line.get().number(StatLine.START_TICKS) == startTicks) {
      return Optional.of(reader);
    }
    reader.close();
    return Optional.empty();
  }

  /**
   * The usage now.
   *
   * @return empty when the process has ended
   * @throws IOException when this agent may not count its descriptors
   */
  public Optional<ProcessUsage> read() throws IOException {
    // Descriptors first: if the line can be read after them, they were this process's own.
    int openFds;
    try {
      openFds = countFds();
    } catch (IOException e) {
      if (readLine().isEmpty()) {
        return Optional.empty();
      }
      throw e;
    }
    Optional<StatLine> line = readLine();
    return line.isPresent() ? Optional.of(usage(line.get(), openFds)) : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    stat.close();
  }

  private ProcessUsage usage(StatLine line, int openFds) throws IOException {
    long ticks = line.number(StatLine.USER_TICKS) + line.number(StatLine.SYSTEM_TICKS);
    return new ProcessUsage(
        (double) ticks / units.ticksPerSecond(),
        line.number(StatLine.RESIDENT_PAGES) * units.pageBytes(),
        (int) line.number(StatLine.THREADS),
        openFds);
  }

  private Optional<StatLine> readLine() throws IOException {
    buffer.clear();
    try {
      stat.read(buffer, 0);
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException noSuchProcess) {
      return Optional.empty();
    }
    buffer.flip();
    StatLine line = new StatLine(buffer);
    return line.isZombie() ? Optional.empty() : Optional.of(line);
  }

  private int countFds() throws IOException {
    long size = Files.size(fds);
    if (size > 0) {
      return Math.toIntExact(size);
    }
    try (Stream<Path> entries = Files.list(fds)) {
      return Math.toIntExact(entries.count());
    }
  }
}
