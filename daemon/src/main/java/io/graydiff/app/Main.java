package io.graydiff.app;

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
    ErrorLines errors = new ErrorLines(output);
    CommandLine root = commands(output);
    int exit =
        root.setOut(out)
            .setErr(err)
            .setParameterExceptionHandler(errors)
            .setExecutionExceptionHandler(errors)
            .setExecutionStrategy(
                parsed -> {
                  global.applyToLogging();
                  return new CommandLine.RunLast().execute(parsed);
                })
            .execute(args);
    out.flush();
    err.flush();
    return exit;
  }

  /** Every command with its options, as the command line and its documentation have them. */
  static CommandLine commands(Output output) {
    CommandLine root =
        new CommandLine(new RootCommand())
            .addMixin("globalOptions", output.options())
            .addSubcommand(new DemoCommand(output))
            .addSubcommand(new CompareCommand(output))
            .addSubcommand(new DaemonCommand(output))
            .addSubcommand(new PsCommand(output))
            .addSubcommand(new InspectCommand(output, List.of(new ProbePlanSection())))
            .addSubcommand(new DiffBinariesCommand(output));
    ValueConverters.register(root);
    return root;
  }
}
