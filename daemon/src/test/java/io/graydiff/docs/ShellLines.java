package io.graydiff.docs;

import java.util.ArrayList;
import java.util.List;

/** Reads the commands of a shell block as far as documentation uses the shell. Pure functions. */
final class ShellLines {
  private ShellLines() {}

  /** The commands of a block, lines that end with a backslash joined to the next. */
  static List<String> commands(List<String> lines) {
    List<String> commands = new ArrayList<>();
    StringBuilder command = new StringBuilder();
    for (String line : lines) {
      String text = line.strip();
      if (text.endsWith("\\")) {
        command.append(text, 0, text.length() - 1).append(' ');
        continue;
      }
      commands.add(command.append(text).toString().replaceFirst("^\\$ ", ""));
      command.setLength(0);
    }
    return commands;
  }

  /** The words of a simple command, up to a pipe, a redirection, a comment or the next command. */
  static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < command.length(); i++) {
      char c = command.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        inWord = true;
      } else if (c == '\\' && i + 1 < command.length()) {
        word.append(command.charAt(++i));
        inWord = true;
      } else if ("|<>&;".indexOf(c) >= 0 || c == '#' && !inWord) {
        break;
      } else if (c == ' ') {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }
}
