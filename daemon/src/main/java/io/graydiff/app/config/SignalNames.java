package io.graydiff.app.config;

import io.graydiff.signal.Signal;
import io.graydiff.signal.Worse;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Reads what the configuration says of signals: their names, directions and switches. */
public final class SignalNames {
  private SignalNames() {}

  /**
   * The signal of that name.
   *
   * @throws InvalidValueException when there is none; it names those there are
   */
  public static Signal parse(String text) throws InvalidValueException {
    return Signal.byId(text)
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "unknown signal '"
                        + text
                        + "'; known signals: "
                        + Arrays.stream(Signal.values())
                            .map(Signal::id)
                            .collect(Collectors.joining(", "))));
  }

  /**
   * The direction in which a change is a regression.
   *
   * @throws InvalidValueException when it is none
   */
  public static Worse parseWorse(String text) throws InvalidValueException {
    return Arrays.stream(Worse.values())
        .filter(worse -> worse.id().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "'" + text + "' is not a direction; write higher, lower or either"));
  }

  /**
   * A switch.
   *
   * @throws InvalidValueException when it is neither true nor false
   */
  static boolean parseSwitch(String text) throws InvalidValueException {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidValueException("'" + text + "' is neither true nor false");
    };
  }
}
