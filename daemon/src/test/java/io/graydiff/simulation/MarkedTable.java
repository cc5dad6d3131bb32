package io.graydiff.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A table that a run writes into a document, between two comments that bear its name.
 *
 * @param name in the comments
 */
public record MarkedTable(String name) {

  /**
   * Replaces what stands between the marks.
   *
   * @throws IOException when the document cannot be written, or lacks the marks
   */
  public void write(Path file, String table) throws IOException {
    String text = Files.readString(file);
    String head = mark("begin") + "\n";
    int begin = text.indexOf(head);
    int end = text.indexOf(mark("end"));
    if (begin < 0 || end < begin) {
      throw new IOException(file + " lacks the marks of the table: " + head.strip());
    }
    Files.writeString(file, text.substring(0, begin + head.length()) + table + text.substring(end));
  }

  private String mark(String side) {
    return "<!-- " + name + ": " + side + " -->";
  }
}
