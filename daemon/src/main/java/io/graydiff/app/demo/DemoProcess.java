package io.graydiff.app.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A child process that ends when its standard input closes. The kernel closes it however this JVM
 * dies, so that no child is left behind even after a kill -9; nothing else is sent over it. A
 * daemon thread takes what the child prints; everything else is for use by one thread.
 */
final class DemoProcess implements AutoCloseable {
  private static final Duration ANSWER_TIME = Duration.ofSeconds(20);
  private static final Duration END_TIME = Duration.ofSeconds(5);

  private final String name;
  private final Process process;
  private final Path complaints;

  /** Lines in their order; an empty one last, when the child has closed its output. */
  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

  /**
   * @param complaints file that takes standard error
   */
  DemoProcess(String name, List<String> command, Path complaints) throws DemoException {
    this.name = name;
    this.complaints = complaints;
    try {
      process = new ProcessBuilder(command).redirectError(complaints.toFile()).start();
    } catch (IOException e) {
      throw new DemoException("cannot start " + name + ": " + e.getMessage(), e);
    }
    Thread reader = new Thread(() -> takeLines(process.inputReader()), "demo-read-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  private void takeLines(BufferedReader output) {
    try (output) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(Optional.of(line));
      }
    } catch (IOException e) {
      // The process was ended while it was read: nothing more will come.
    } finally {
      lines.add(Optional.empty());
    }
  }

  /** The next line that the process prints; an error if it ends or takes too long. */
  String readLine() throws DemoException {
    return nextLine()
        .orElseThrow(() -> new DemoException(name + " ended early: " + lastComplaint()));
  }

  /** Asks the process to end and returns what it still prints. */
  List<String> finish() throws DemoException {
    closeInput();
    List<String> rest = new ArrayList<>();
    for (var line = nextLine(); line.isPresent(); line = nextLine()) {
      rest.add(line.get());
    }
    return rest;
  }

  private Optional<String> nextLine() throws DemoException {
    try {
      Optional<String> line = lines.poll(ANSWER_TIME.toSeconds(), TimeUnit.SECONDS);
      if (line == null) {
        throw new DemoException(
            "%s printed nothing for %d s; is the machine overloaded?"
                .formatted(name, ANSWER_TIME.toSeconds()));
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoException("interrupted while waiting for " + name, e);
    }
  }

  /** Why the process ended, if it has ended. */
  Optional<String> failure() {
    return process.isAlive()
        ? Optional.empty()
        : Optional.of(name + " ended with status " + process.exitValue() + ": " + lastComplaint());
  }

  private String lastComplaint() {
    try {
      List<String> complaint = Files.readAllLines(complaints);
      return complaint.isEmpty() ? "it said nothing" : complaint.get(complaint.size() - 1);
    } catch (IOException e) {
      return "what it said cannot be read (" + e.getMessage() + ")";
    }
  }

  private void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The process is gone already, which is what this is for.
    }
  }

  /** Ends the process, by force if it does not obey, and waits until it is gone. */
  @Override
  public void close() {
    closeInput();
    try {
      if (!process.waitFor(END_TIME.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(END_TIME.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
