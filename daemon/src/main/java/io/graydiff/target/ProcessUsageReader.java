package io.graydiff.target;

import io.graydiff.ffi.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Reads the usage of one process, once a window.
 *
 * <p>It keeps /proc/PID/stat open: a read costs one system call and no path, and the descriptor
 * stays bound to this very process, so that a reused pid cannot be read by mistake. One more call
 * gives the number of descriptors (from Linux 6.2; before, their directory is listed).
 *
 * <p>CPU time is that of the process's CPU clock, in nanoseconds: the ticks of /proc/PID/stat are
 * 10 ms long, which is a lot of what a process uses in a short window.
 *
 * <p>Context switches are counted thread by thread, at one small file each.
 *
 * <p>For one thread.
 */
public final class ProcessUsageReader implements AutoCloseable {
  /** A line has 52 numbers and a name of 64 bytes at most. */
  private static final int STAT_BYTES = 2048;

  private final FileChannel stat;
  private final int pid;
  private final Path fds;
  private final KernelConstants units;
  private final ThreadSwitches switches;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(STAT_BYTES);

  private ProcessUsageReader(FileChannel stat, int pid, Path fds, KernelConstants units) {
    this.stat = stat;
    this.pid = pid;
    this.fds = fds;
    this.units = units;
    this.switches = new ThreadSwitches(fds.resolveSibling("task"));
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
    ProcessUsageReader reader = new ProcessUsageReader(stat, pid, directory.resolve("fd"), units);
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
    // First what goes by number: if the line can be read after it, it was this process's own.
    OptionalLong cpuNanos = Native.processCpuNanos(pid);
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
    return line.isPresent() && cpuNanos.isPresent()
        ? Optional.of(usage(line.get(), cpuNanos.getAsLong(), openFds))
        : Optional.empty();
  }

  /** CPU time alone, since the process began; empty when it has ended. */
  public OptionalDouble cpuSeconds() {
    OptionalLong nanos = Native.processCpuNanos(pid);
    try {
      return nanos.isPresent() && readLine().isPresent()
          ? OptionalDouble.of(nanos.getAsLong() / 1e9)
          : OptionalDouble.empty();
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    }
  }

  @Override
  public void close() throws IOException {
    stat.close();
  }

  private ProcessUsage usage(StatLine line, long cpuNanos, int openFds) throws IOException {
    return new ProcessUsage(
        cpuNanos / 1e9,
        line.number(StatLine.RESIDENT_PAGES) * units.pageBytes(),
        (int) line.number(StatLine.THREADS),
        openFds,
        new ProcessUsage.Faults(
            line.number(StatLine.MINOR_FAULTS), line.number(StatLine.MAJOR_FAULTS)),
        switches.read());
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
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
