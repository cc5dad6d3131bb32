package io.graydiff.target;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads numbers out of a line of /proc/PID/stat without making strings. Fields are numbered as in
 * proc(5), from 1; field 2 is the name in parentheses, which may itself hold blanks and
 * parentheses, so that all others are found from its last closing one.
 */
final class StatLine {
  static final int STATE = 3;
  static final int MINOR_FAULTS = 10;
  static final int MAJOR_FAULTS = 12;
  static final int THREADS = 20;
  static final int START_TICKS = 22;
  static final int RESIDENT_PAGES = 24;

  private final ByteBuffer line;
  private final int afterName;

  /** A view of the line in {@code [0, limit)} of the buffer, which must not change meanwhile. */
  StatLine(ByteBuffer line) throws IOException {
    this.line = line;
    int end = line.limit() - 1;
    while (end >= 0 && line.get(end) != ')') {
      end--;
    }
    if (end < 0) {
      throw new IOException("a line of /proc/PID/stat has no process name");
    }
    this.afterName = end + 2;
  }

  /** Whether the process has ended and waits for its parent. */
  boolean isZombie() throws IOException {
    byte state = line.get(start(STATE));
    return state == 'Z' || state == 'X';
  }

  /** A field that holds a number, from {@link #STATE} + 1. */
  long number(int field) throws IOException {
    int at = start(field);
    boolean negative = line.get(at) == '-';
    long value = 0;
    for (at = negative ? at + 1 : at; at < line.limit() && isDigit(line.get(at)); at++) {
      value = value * 10 + (line.get(at) - '0');
    }
    return negative ? -value : value;
  }

  private int start(int field) throws IOException {
    int at = afterName;
    for (int current = STATE; current < field; at++) {
      if (at >= line.limit()) {
        break;
      }
      if (line.get(at) == ' ') {
        current++;
      }
    }
    if (at >= line.limit()) {
      throw new IOException("a line of /proc/PID/stat has no field " + field);
    }
    return at;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
