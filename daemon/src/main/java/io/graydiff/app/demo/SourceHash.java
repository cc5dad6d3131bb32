package io.graydiff.app.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A name for the inputs of a build: equal inputs, equal name. */
final class SourceHash {
  private static final int SHOWN_BYTES = 8;

  private SourceHash() {}

  /**
   * Hashes the Go files and go.mod directly in a directory, by name and content, and the settings
   * of the build.
   *
   * @return 16 hexadecimal digits
   */
  static String of(Path directory, List<String> settings) throws IOException {
    MessageDigest digest = sha256();
    for (String setting : settings) {
      update(digest, setting.getBytes(StandardCharsets.UTF_8));
    }
    for (Path source : sourcesIn(directory)) {
      update(digest, source.getFileName().toString().getBytes(StandardCharsets.UTF_8));
      update(digest, Files.readAllBytes(source));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, SHOWN_BYTES);
  }

  private static List<Path> sourcesIn(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(SourceHash::isSource).sorted().toList();
    }
  }

  private static boolean isSource(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".go") || name.equals("go.mod");
  }

  /** With its length first, so that a border moved between two parts changes the hash. */
  private static void update(MessageDigest digest, byte[] part) {
    digest.update((part.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(part);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
