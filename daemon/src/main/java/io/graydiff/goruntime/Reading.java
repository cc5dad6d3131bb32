package io.graydiff.goruntime;

import java.util.Optional;
import java.util.function.Function;

/**
 * A quantity of a process that was read, or the reason why it was not.
 *
 * @param <T> the type of the quantity
 */
public sealed interface Reading<T> {
  /** It was read. */
  record Value<T>(T value) implements Reading<T> {}

  /** It was not; the reason is a phrase such as {@code not kept by Go 1.19}. */
  record NotAvailable<T>(String why) implements Reading<T> {}

  static <T> Reading<T> of(T value) {
    return new Value<>(value);
  }

  static <T> Reading<T> notAvailable(String reason) {
    return new NotAvailable<>(reason);
  }

  /** The value, or empty. */
  default Optional<T> get() {
    return this instanceof Value<T> read ? Optional.of(read.value()) : Optional.empty();
  }

  /** The reason why there is no value, or empty. */
  default Optional<String> reason() {
    return this instanceof NotAvailable<T> not ? Optional.of(not.why()) : Optional.empty();
  }

  /** The same reason, or the value passed on. */
  default <R> Reading<R> then(Function<? super T, Reading<R>> next) {
    return this instanceof Value<T> read
        ? next.apply(read.value())
        : notAvailable(((NotAvailable<T>) this).why());
  }
}
