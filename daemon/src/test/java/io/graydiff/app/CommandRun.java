package io.graydiff.app;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * One run of the command line in this JVM.
 *
 * @param exitCode what the process would return
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
record CommandRun(int exitCode, String out, String err) {

  static CommandRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Main.run(new PrintWriter(out), new PrintWriter(err), args);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }
}
