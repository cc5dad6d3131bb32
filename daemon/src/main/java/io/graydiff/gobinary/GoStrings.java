package io.graydiff.gobinary;

/** Go's quoted strings, as strconv.Quote writes them and with backquotes. */
final class GoStrings {
  private GoStrings() {}

  /** The length of the quoted string at the start, or of the whole text if it does not end. */
  static int quotedLength(String text) {
    for (int i = 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '"') {
        return i + 1;
      }
    }
    return text.length();
  }

  /** The text without quotes and escapes; a text without quotes stays as it is. */
  static String unquote(String text) {
    int last = text.length() - 1;
    if (last < 1 || text.charAt(0) != text.charAt(last)) {
      return text;
    }
    return switch (text.charAt(0)) {
      case '`' -> text.substring(1, last);
      case '"' -> unescape(text.substring(1, last));
      default -> text;
    };
  }

  private static String unescape(String escaped) {
    StringBuilder plain = new StringBuilder();
    int i = 0;
    while (i < escaped.length()) {
      char c = escaped.charAt(i++);
      if (c != '\\' || i == escaped.length()) {
        plain.append(c);
        continue;
      }
      char kind = escaped.charAt(i++);
      int digits =
          switch (kind) {
            case 'x' -> 2;
            case 'u' -> 4;
            case 'U' -> 8;
            default -> 0;
          };
      if (digits > 0) {
        int end = Math.min(i + digits, escaped.length());
        plain.append(codePoint(escaped.substring(i, end)));
        i = end;
      } else {
        plain.append(simple(kind));
      }
    }
    return plain.toString();
  }

  private static char simple(char kind) {
    return switch (kind) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default -> kind;
    };
  }

  private static String codePoint(String hex) {
    try {
      int value = Integer.parseUnsignedInt(hex, 16);
      return Character.isValidCodePoint(value) ? Character.toString(value) : "\ufffd";
    } catch (NumberFormatException e) {
      return "\ufffd";
    }
  }
}
