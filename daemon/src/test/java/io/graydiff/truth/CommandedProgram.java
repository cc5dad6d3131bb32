package io.graydiff.truth;

import io.graydiff.fixture.GoBuild;
import io.graydiff.fixture.GoBuilder;
import io.graydiff.gobinary.Arch;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A Go program of {@code src/test/go} that does what it is told, line by line, and answers each
 * line by one that begins with "done". Ends when closed.
 */
final class CommandedProgram implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter commands;

  private CommandedProgram(Process process) {
    this.process = process;
    answers = process.inputReader();
    commands = process.outputWriter();
  }

  static CommandedProgram start(Path binary) throws IOException {
    return new CommandedProgram(
        new ProcessBuilder(binary.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** Starts the program that knows what its functions took. */
  static CommandedProgram profiled(String version, GoBuild.Form form) throws IOException {
    return start(GoBuilder.build("profiled", new GoBuild(version, Arch.AMD64, form)));
  }

  int pid() {
    return (int) process.pid();
  }

  void send(String line) throws IOException {
    commands.write(line + "\n");
    commands.flush();
  }

  /** The numbers behind "done". */
  long[] answer() throws IOException {
    String[] words = String.valueOf(answers.readLine()).split(" ");
    if (!words[0].equals("done")) {
      throw new IOException("the program answered " + String.join(" ", words));
    }
    return Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
  }

  long[] tell(String line) throws IOException {
    send(line);
    return answer();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
