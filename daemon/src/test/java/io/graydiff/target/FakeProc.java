package io.graydiff.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory laid out as /proc, and executables that are Go programs by decree: makes pids reused
 * and processes vanish on demand, which a real kernel does not.
 */
final class FakeProc implements BinaryReader {
  private final Path root;
  private final Path binaries;
  private final Map<Path, BinaryKind> kinds = new HashMap<>();
  private int binariesRead;

  FakeProc(Path directory) throws IOException {
    root = Files.createDirectories(directory.resolve("proc"));
    binaries = Files.createDirectories(directory.resolve("bin"));
    Files.createDirectories(root.resolve("sys"));
  }

  ProcessScanner scanner() {
    return new ProcessScanner(root, this);
  }

  /** How many files were parsed. */
  int binariesRead() {
    return binariesRead;
  }

  Path goBinary(String name, String goVersion) throws IOException {
    return binary(
        name,
        new BinaryKind.Go(
            new GoBuild(
                goVersion,
                "example.com/" + name,
                Optional.empty(),
                GoBuild.Mode.EXE,
                false,
                "go:" + name)));
  }

  Path binary(String name, BinaryKind kind) throws IOException {
    Path file = Files.createFile(binaries.resolve(name));
    kinds.put(file.toRealPath(), kind);
    return file;
  }

  /** Starts a process; one that has the pid already ends without a trace. */
  void start(int pid, long startTicks, Path exe) throws IOException {
    kernelThread(pid, startTicks);
    Files.createSymbolicLink(directory(pid).resolve("exe"), exe);
  }

  /** A process without an executable. */
  void kernelThread(int pid, long startTicks) throws IOException {
    end(pid);
    Files.createDirectory(directory(pid));
    Files.writeString(
        directory(pid).resolve("stat"),
        pid + " (a) b) S 1 1 1 0 -1 0 0 0 0 0 7 5 0 0 20 0 3 0 " + startTicks + " 4096 25 0\n");
    Files.writeString(directory(pid).resolve("cmdline"), "/srv/app\0-port\080\0");
    cgroups(pid, "/");
  }

  void cgroups(int pid, String... paths) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < paths.length; i++) {
      lines.append(i).append(":name:").append(paths[i]).append('\n');
    }
    Files.writeString(directory(pid).resolve("cgroup"), lines);
  }

  /** Lets a process execute another binary. */
  void exec(int pid, Path exe) throws IOException {
    Files.delete(directory(pid).resolve("exe"));
    Files.createSymbolicLink(directory(pid).resolve("exe"), exe);
  }

  /** Removes a file of a process, as if it ended while it is read. */
  void vanish(int pid, String file) throws IOException {
    Files.delete(directory(pid).resolve(file));
  }

  void end(int pid) throws IOException {
    if (!Files.exists(directory(pid))) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory(pid))) {
      files.sorted(Comparator.reverseOrder()).forEach(FakeProc::delete);
    }
  }

  @Override
  public BinaryKind read(Path executable) throws IOException {
    binariesRead++;
    return kinds.getOrDefault(executable.toRealPath(), new BinaryKind.NotGo());
  }

  private Path directory(int pid) {
    return root.resolve(Integer.toString(pid));
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
