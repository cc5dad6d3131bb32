package io.graydiff.app.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Walks through a YAML document and knows the line of all it finds. Jackson's binding to records
 * reads ahead, so that it names the wrong line, or a missing key in place of the misspelt one.
 *
 * <p>For one thread.
 */
final class YamlCursor {
  private static final YAMLFactory YAML =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String fileName;
  private final JsonParser parser;
  private String key = "";

  YamlCursor(String yaml, String fileName) throws IOException {
    this.fileName = fileName;
    this.parser = YAML.createParser(yaml);
  }

  /** Steps to the next token; at the end of the text there is none. */
  boolean advance() throws ConfigException {
    try {
      return parser.nextToken() != null;
    } catch (IOException e) {
      throw syntaxError(e);
    }
  }

  /** The line of the current token, from 1. */
  int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  /** Insists that a map of keys begins here. */
  void expectMap(String what) throws ConfigException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw error(line(), what + " must be a map of keys and values");
    }
  }

  /** Insists that a list begins here. */
  void expectList(String what) throws ConfigException {
    if (!isList()) {
      throw error(line(), what + " must be a list");
    }
  }

  boolean isList() {
    return parser.currentToken() == JsonToken.START_ARRAY;
  }

  /** Within a map: steps to the value of the next key, or out of the map. */
  boolean nextKey() throws ConfigException {
    advance();
    if (parser.currentToken() != JsonToken.FIELD_NAME) {
      return false;
    }
    try {
      key = parser.currentName();
    } catch (IOException e) {
      throw syntaxError(e);
    }
    return true;
  }

  /** The key at which {@link #nextKey} stands. */
  String key() {
    return key;
  }

  /** Within a list: steps to the next item, or out of the list. */
  boolean nextItem() throws ConfigException {
    return advance() && parser.currentToken() != JsonToken.END_ARRAY;
  }

  /** Reads the value that stands behind the current key. */
  <T> T value(ValueParser<T> reader) throws ConfigException {
    advance();
    return scalar(reader);
  }

  /** Reads the single value that stands here. */
  <T> T scalar(ValueParser<T> reader) throws ConfigException {
    if (!parser.currentToken().isScalarValue()) {
      throw error(line(), key + ": expected a single value");
    }
    String text;
    try {
      text = parser.getText();
    } catch (IOException e) {
      throw syntaxError(e);
    }
    if (text.isEmpty() || parser.currentToken() == JsonToken.VALUE_NULL) {
      throw error(line(), key + ": the value is missing");
    }
    return read(key + ": ", text, reader);
  }

  /** Reads the current key itself. */
  <T> T keyAs(ValueParser<T> reader) throws ConfigException {
    return read("", key, reader);
  }

  private <T> T read(String prefix, String text, ValueParser<T> reader) throws ConfigException {
    try {
      return reader.parse(text);
    } catch (Exception e) {
      throw error(line(), prefix + e.getMessage());
    }
  }

  ConfigException unknownKey(List<String> known) {
    return error(line(), "unknown key '" + key + "'; known keys: " + String.join(", ", known));
  }

  ConfigException error(int line, String problem) {
    return new ConfigException(fileName + ':' + line + ": " + problem);
  }

  private ConfigException syntaxError(IOException e) {
    if (e.getCause() instanceof MarkedYAMLException yaml && yaml.getProblemMark() != null) {
      return error(yaml.getProblemMark().getLine() + 1, "not valid YAML: " + yaml.getProblem());
    }
    JsonLocation location = parser.currentTokenLocation();
    String problem = e instanceof JsonParseException p ? p.getOriginalMessage() : e.getMessage();
    return error(
        location.getLineNr(), String.valueOf(problem).lines().collect(Collectors.joining(" ")));
  }
}
