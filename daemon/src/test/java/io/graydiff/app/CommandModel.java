package io.graydiff.app;

import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine;

/** The command line as picocli knows it, for tests in other packages; nothing is run. */
public final class CommandModel {
  private CommandModel() {}

  /** A new one, ready to parse. */
  public static CommandLine create() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return Main.commands(new Output(nowhere, nowhere, new GlobalOptions()));
  }
}
