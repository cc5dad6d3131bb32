package io.graydiff.app;

import io.graydiff.ffi.MissingLibraryException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;

/** The entry point of the command line. */
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its {@link ExitCode}. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
    PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8));
    System.exit(run(out, err, args));
  }

  /** Runs a command and returns its {@link ExitCode}; never throws. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    GlobalOptions global = new GlobalOptions();
    Output output = new Output(out, err, global);
    int exit = execute(output, out, err, args);
    out.flush();
    err.flush();
    return exit;
  }

  private static int execute(Output output, PrintWriter out, PrintWriter err, String... args) {
    ErrorLines errors = new ErrorLines(output);
    try {
      return commands(output)
          .setOut(out)
          .setErr(err)
          .setParameterExceptionHandler(errors)
          .setExecutionExceptionHandler(errors)
          .setExecutionStrategy(
              parsed -> {
                output.options().applyToLogging();
                return new CommandLine.RunLast().execute(parsed);
              })
          .execute(args);
    } catch (ExceptionInInitializerError e) {
      // A library that is missing shows first when a class that binds it is initialised.
      if (e.getCause() instanceof MissingLibraryException missing) {
        output.error(String.valueOf(missing.getMessage()));
        return ExitCode.ERROR;
      }
      throw e;
    }
  }

  /** Every command with its options, as the command line and its documentation have them. */
  static CommandLine commands(Output output) {
    CommandLine root =
        new CommandLine(new RootCommand())
            .addMixin("globalOptions", output.options())
            .addSubcommand(new DemoCommand(output))
            .addSubcommand(new CompareCommand(output))
            .addSubcommand(new DaemonCommand(output))
            .addSubcommand(new JudgeCommand(output))
            .addSubcommand(new PsCommand(output))
            .addSubcommand(
                new InspectCommand(output, List.of(new ProbePlanSection(), new CountersSection())))
            .addSubcommand(new DiffBinariesCommand(output));
    ValueConverters.register(root);
    return root;
  }
}
