package io.graydiff.truth;

import io.graydiff.fixture.GoBuild;
import io.graydiff.fixture.GoBuilder;
import io.graydiff.gobinary.Arch;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.Arrays;

/** The Go program of {@code src/test/go/profiled}, which knows what its functions took. */
final class ProfiledProgram implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter commands;

  private ProfiledProgram(Process process) {
    this.process = process;
    answers = process.inputReader();
    commands = process.outputWriter();
  }

  static ProfiledProgram start(String version, GoBuild.Form form) throws Exception {
    String binary = GoBuilder.build("profiled", new GoBuild(version, Arch.AMD64, form)).toString();
    return new ProfiledProgram(
        new ProcessBuilder(binary).redirectError(ProcessBuilder.Redirect.DISCARD).start());
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
