package io.graydiff.goruntime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The running test program: does as told and says what Go's own interfaces report of it. */
final class CounterProgram implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final BufferedWriter in;
  private final BufferedReader out;

  /** What runtime/metrics, runtime.MemStats and runtime.NumGoroutine said at one moment. */
  record Truth(JsonNode root) {
    double scalar(String metric) {
      return root.get("Scalars").get(metric).asDouble();
    }

    boolean has(String metric) {
      return root.get("Scalars").has(metric) || root.get("Histograms").has(metric);
    }

    List<Long> counts(String metric) {
      List<Long> counts = new ArrayList<>();
      root.get("Histograms").get(metric).forEach(count -> counts.add(count.asLong()));
      return counts;
    }

    long memStats(String field) {
      return root.get("MemStats").get(field).asLong();
    }

    /** The same field when the program was let go. */
    long released(String field) {
      return root.get("Released").get(field).asLong();
    }

    /** A field of one size class. */
    long bySize(int sizeClass, String field) {
      return root.get("MemStats").get("BySize").get(sizeClass).get(field).asLong();
    }

    /** The same when the program was let go. */
    long releasedBySize(int sizeClass, String field) {
      return root.get("Released").get("BySize").get(sizeClass).get(field).asLong();
    }

    /** How many size classes MemStats tells of; the largest are not among them. */
    int sizes() {
      return root.get("MemStats").get("BySize").size();
    }

    long goroutines() {
      return root.get("Goroutines").asLong();
    }
  }

  private CounterProgram(Process process) {
    this.process = process;
    in =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static CounterProgram start(Path program) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(program.toString());
    builder.environment().put("GOMAXPROCS", "4");
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return new CounterProgram(builder.start());
  }

  int pid() {
    return Math.toIntExact(process.pid());
  }

  /** Makes the program do something and waits until it has. */
  void tell(String words) throws IOException {
    send(words);
    expect("done");
  }

  /**
   * Makes the program take its own reading, then allocate so many objects of 64 bytes and do
   * nothing more until {@link #release}.
   */
  void hold(int objects) throws IOException {
    send("hold " + objects);
    expect("held");
  }

  /** Lets the program go on; gives the reading that it took before it was held. */
  Truth release() throws IOException {
    in.write('\n');
    in.flush();
    return new Truth(JSON.readTree(out.readLine()));
  }

  /** A reading of its own. */
  Truth truth() throws IOException {
    hold(0);
    return release();
  }

  private void send(String words) throws IOException {
    in.write(words + '\n');
    in.flush();
  }

  private void expect(String word) throws IOException {
    String line = out.readLine();
    if (!word.equals(line)) {
      throw new IOException("expected " + word + " from the program, got " + line);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
