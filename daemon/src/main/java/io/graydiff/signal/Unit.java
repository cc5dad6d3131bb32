package io.graydiff.signal;

/** The base unit in which a signal is published, and the integer unit in which it is recorded. */
public enum Unit {
  /** Recorded in nanoseconds, published in seconds. */
  SECONDS("seconds", 1e-9),
  /** Recorded and published in bytes. */
  BYTES("bytes", 1),
  /** A pure number. */
  ONE("1", 1);

  private final String symbol;
  private final double basePerRecorded;

  Unit(String symbol, double basePerRecorded) {
    this.symbol = symbol;
    this.basePerRecorded = basePerRecorded;
  }

  /** The name in JSON and in metric names, such as {@code seconds}. */
  public String symbol() {
    return symbol;
  }

  /** Converts a recorded value (nanoseconds, bytes) to the base unit (seconds, bytes). */
  public double toBase(double recorded) {
    return recorded * basePerRecorded;
  }
}
