package io.graydiff.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceHashTest {
  private static final List<String> SETTINGS = List.of("go1.22.12", "amd64");

  @TempDir Path directory;

  @BeforeEach
  void writeSources() throws IOException {
    Files.writeString(directory.resolve("go.mod"), "module example.com/a\n");
    Files.writeString(directory.resolve("main.go"), "package main\n");
  }

  @Test
  void isTheSameForTheSameSourcesAndSettings() throws IOException {
    assertThat(hash()).isEqualTo(hash()).matches("[0-9a-f]{16}");
  }

  @Test
  void changesWithTheToolchain() throws IOException {
    assertThat(SourceHash.of(directory, List.of("go1.23.5", "amd64"))).isNotEqualTo(hash());
  }

  @Test
  void changesWithAFilesContent() throws IOException {
    String before = hash();
    Files.writeString(directory.resolve("main.go"), "package main // changed\n");
    assertThat(hash()).isNotEqualTo(before);
  }

  @Test
  void changesWithAFilesName() throws IOException {
    String before = hash();
    Files.move(directory.resolve("main.go"), directory.resolve("other.go"));
    assertThat(hash()).isNotEqualTo(before);
  }

  @Test
  void changesWhenTextMovesFromOneFileToTheNext() throws IOException {
    Files.writeString(directory.resolve("a.go"), "12");
    Files.writeString(directory.resolve("b.go"), "3");
    String before = hash();
    Files.writeString(directory.resolve("a.go"), "1");
    Files.writeString(directory.resolve("b.go"), "23");
    assertThat(hash()).isNotEqualTo(before);
  }

  @Test
  void ignoresFilesThatGoDoesNotBuild() throws IOException {
    String before = hash();
    Files.writeString(directory.resolve("README.md"), "text");
    assertThat(hash()).isEqualTo(before);
  }

  private String hash() throws IOException {
    return SourceHash.of(directory, SETTINGS);
  }
}
