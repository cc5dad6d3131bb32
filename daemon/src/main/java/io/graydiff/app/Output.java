package io.graydiff.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;

/**
 * Where commands write: results on stdout, everything else as lines on stderr. For one thread at a
 * time.
 */
public final class Output {
  private final PrintWriter out;
  private final PrintWriter err;
  private final GlobalOptions options;

  Output(PrintWriter out, PrintWriter err, GlobalOptions options) {
    this.out = out;
    this.err = err;
    this.options = options;
  }

  public GlobalOptions options() {
    return options;
  }

  /** Writes lines of a result for people. */
  public void text(String lines) {
    out.print(lines);
    out.flush();
  }

  /** Writes a result for programs. Absent values of records are left out. */
  public void json(Object result) {
    try {
      out.println(
          JsonMapper.builder()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .serializationInclusion(JsonInclude.Include.NON_NULL)
              .build()
              .writeValueAsString(result));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a result cannot be written as JSON", e);
    }
  }

  /** Says something that is worth knowing but is no result; not with {@code --quiet}. */
  public void note(String line) {
    if (!options.quiet()) {
      error(line);
    }
  }

  /** Says why the command fails. */
  void error(String line) {
    err.println("graydiff: " + line);
    err.flush();
  }
}
