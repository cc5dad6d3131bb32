package io.graydiff.catalogue;

import io.graydiff.app.demo.DemoBuild;
import io.graydiff.app.demo.DemoEnvironment;
import io.graydiff.app.demo.DemoException;
import io.graydiff.app.demo.DemoToolchains;
import io.graydiff.app.demo.GoToolchain;
import io.graydiff.fixture.ExactProgram;
import io.graydiff.fixture.GoBuild;
import io.graydiff.fixture.GoBuilder;
import io.graydiff.gobinary.Arch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of the faultlab, or of the gRPC server that is like it, under its own load; started
 * anew whenever it ends by itself.
 */
final class Faultlab implements AutoCloseable {
  private static final Path SOURCES = Path.of("deploy/demo/faultlab");

  private final List<String> command;
  private Process process;
  private boolean closed;

  private Faultlab(List<String> command) throws IOException {
    this.command = command;
    this.process = launch();
  }

  /** The program of a fault: a binary in this folder, which nobody else runs. */
  static Path build(Entry entry, String goSeries, Path folder) throws Exception {
    Path binary = folder.resolve(entry == Entry.GRPC_STALL ? "grpc" : "faultlab");
    if (!Files.exists(binary)) {
      Files.copy(entry == Entry.GRPC_STALL ? grpc(goSeries) : faultlab(goSeries), binary);
    }
    return binary;
  }

  private static Path grpc(String goSeries) {
    return GoBuilder.build("grpc", new GoBuild(goSeries, Arch.AMD64, GoBuild.Form.DEFAULT));
  }

  private static Path faultlab(String goSeries) throws DemoException {
    DemoEnvironment environment = ExactProgram.repository();
    GoToolchain toolchain = new DemoToolchains(environment, System.err::println).get(goSeries);
    return new DemoBuild(environment, System.err::println).build(toolchain, SOURCES);
  }

  /**
   * Starts one.
   *
   * @param group tells its processes from those of other groups
   * @param fault empty for none
   * @param load more arguments
   */
  static Faultlab start(Path binary, String group, String fault, List<String> load)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(binary.toString(), "-group", group));
    command.addAll(load);
    if (!fault.isEmpty()) {
      command.addAll(List.of("-fault", fault));
    }
    return new Faultlab(command);
  }

  private Process launch() throws IOException {
    Process started =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .start();
    String ready = started.inputReader().readLine();
    if (ready == null || !ready.startsWith("ready ")) {
      throw new IOException(String.join(" ", command) + " began with " + ready);
    }
    started.onExit().thenRun(this::relaunch);
    return started;
  }

  private synchronized void relaunch() {
    if (!closed) {
      try {
        process = launch();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    process.destroyForcibly();
  }
}
