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
    Document document = document(file);
    Files.writeString(file, document.before + table + document.after);
  }

  /**
   * What stands between the marks.
   *
   * @throws IOException when the document cannot be read, or lacks the marks
   */
  public String read(Path file) throws IOException {
    return document(file).table;
  }

  private record Document(String before, String table, String after) {}

  private Document document(Path file) throws IOException {
    String text = Files.readString(file);
    String head = mark("begin") + "\n";
    int begin = text.indexOf(head);
    int end = text.indexOf(mark("end"));
    if (begin < 0 || end < begin) {
      throw new IOException(file + " lacks the marks of the table: " + head.strip());
    }
    int first = begin + head.length();
    return new Document(text.substring(0, first), text.substring(first, end), text.substring(end));
  }

  private String mark(String side) {
    return "<!-- " + name + ": " + side + " -->";
  }
}
