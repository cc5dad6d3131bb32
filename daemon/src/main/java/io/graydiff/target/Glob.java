package io.graydiff.target;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;

/**
 * A shell pattern over a path: {@code *} and {@code ?} stay within one path segment, {@code **}
 * crosses segments, {@code [a-z]} and {@code {x,y}} as in a shell. The syntax is that of {@link
 * java.nio.file.FileSystem#getPathMatcher}.
 */
final class Glob {
  private final String text;
  private final PathMatcher matcher;

  /**
   * @throws IllegalArgumentException when the pattern is malformed
   */
  Glob(String text) {
    this.text = text;
    this.matcher = FileSystems.getDefault().getPathMatcher("glob:" + text);
  }

  boolean matches(String path) {
    try {
      return matcher.matches(Path.of(path));
    } catch (InvalidPathException notExpressibleInThisLocale) {
      return false;
    }
  }

  /** Whether the path or a directory above it matches. */
  boolean matchesPrefixOf(String path) {
    try {
      for (Path p = Path.of(path); p != null; p = p.getParent()) {
        if (matcher.matches(p)) {
          return true;
        }
      }
      return false;
    } catch (InvalidPathException notExpressibleInThisLocale) {
      return false;
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Glob g && text.equals(g.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
