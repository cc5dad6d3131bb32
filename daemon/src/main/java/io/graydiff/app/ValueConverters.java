package io.graydiff.app;

import io.graydiff.app.config.Alpha;
import io.graydiff.app.config.Budget;
import io.graydiff.app.config.ComparisonName;
import io.graydiff.app.config.Durations;
import io.graydiff.app.config.ListenAddress;
import io.graydiff.app.config.Percent;
import io.graydiff.app.config.SignalNames;
import io.graydiff.app.config.ValueParser;
import io.graydiff.signal.Signal;
import io.graydiff.target.Selector;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Teaches the command line the values of the configuration file. */
final class ValueConverters {
  private ValueConverters() {}

  static void register(CommandLine command) {
    register(command, Alpha.class, Alpha::parse);
    register(command, Budget.class, Budget::parse);
    register(command, ComparisonName.class, ComparisonName::parse);
    register(command, Duration.class, Durations::parse);
    register(command, ListenAddress.class, ListenAddress::parse);
    register(command, Percent.class, Percent::parse);
    register(command, Selector.class, Selector::parse);
    register(command, Signal.class, SignalNames::parse);
  }

  private static <T> void register(CommandLine command, Class<T> type, ValueParser<T> parser) {
    command.registerConverter(
        type,
        text -> {
          try {
            return parser.parse(text);
          } catch (Exception e) {
            throw new TypeConversionException(e.getMessage());
          }
        });
  }
}
