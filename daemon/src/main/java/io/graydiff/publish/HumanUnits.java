package io.graydiff.publish;

import io.graydiff.signal.Unit;
import java.util.Locale;

/**
 * Figures as people read them: three significant digits with the unit that fits. Immutable.
 *
 * @param unicode whether {@code µ}, {@code ×} and {@code ∞} can be shown
 */
record HumanUnits(boolean unicode) {
  private static final double MINUTE = 60;
  private static final double HOUR = 60 * MINUTE;
  private static final double DAY = 24 * HOUR;
  private static final double MICRO = 1e-6;
  private static final double MILLI = 1e-3;
  private static final double NANO = 1e-9;
  private static final double KIBI = 1024;
  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
  private static final double MILLION = 1e6;
  private static final double BILLION = 1e9;

  /** A change of this ratio and more is told as a factor. */
  private static final double FACTOR = 10;

  /** A value in base units: {@code 1.02ms}, {@code 13.4KiB}, {@code 1,234}. */
  String value(double value, Unit unit) {
    if (!Double.isFinite(value)) {
      return none();
    }
    return switch (unit) {
      case SECONDS -> seconds(value);
      case BYTES -> bytes(value);
      case ONE -> number(value);
    };
  }

  /** What stands for a figure that there is not. */
  String none() {
    return unicode ? "–" : "-";
  }

  private String seconds(double s) {
    double size = Math.abs(s);
    if (size == 0) {
      return "0s";
    }
    if (size < MICRO * 0.9995) {
      return digits(s / NANO) + "ns";
    }
    if (size < MILLI * 0.9995) {
      return digits(s / MICRO) + (unicode ? "µs" : "us");
    }
    if (size < 0.9995) {
      return digits(s / MILLI) + "ms";
    }
    return size < 2 * MINUTE ? digits(s) + "s" : number(s) + "s";
  }

  private static String bytes(double b) {
    double scaled = b;
    int unit = 0;
    while (Math.abs(scaled) >= 999.5 && unit < BYTE_UNITS.length - 1) {
      scaled /= KIBI;
      unit++;
    }
    return (unit == 0 && scaled == Math.rint(scaled) ? plain(scaled) : digits(scaled))
        + BYTE_UNITS[unit];
  }

  /** Like {@link #value}, with three digits for pure numbers too: {@code 7.00}. */
  String rate(double value, Unit unit) {
    boolean fraction = unit == Unit.ONE && Math.abs(value) < 999.5 && value != 0;
    return fraction ? digits(value) : value(value, unit);
  }

  /** A large count: {@code 999}, {@code 123k}, {@code 1.23M}. */
  static String compact(double n) {
    return n >= 999.5 && n < MILLION * 0.9995 ? digits(n / 1000) + "k" : number(n);
  }

  /** A pure number: {@code 0.0012}, {@code 12.3}, {@code 61,234}, {@code 1.23M}. */
  static String number(double n) {
    double size = Math.abs(n);
    if (size >= BILLION * 0.9995) {
      return digits(n / BILLION) + "G";
    }
    if (size >= MILLION * 0.9995) {
      return digits(n / MILLION) + "M";
    }
    return size >= 999.5 || n == Math.rint(n) ? String.format(Locale.ROOT, "%,.0f", n) : digits(n);
  }

  /** Three significant digits; small numbers in full down to 0.0001, then as 0. */
  private static String digits(double n) {
    double size = Math.abs(n);
    if (size >= 99.95) {
      return String.format(Locale.ROOT, "%.0f", n);
    }
    if (size >= 9.995) {
      return String.format(Locale.ROOT, "%.1f", n);
    }
    if (size >= 0.9995) {
      return String.format(Locale.ROOT, "%.2f", n);
    }
    return size >= 0.00995
        ? String.format(Locale.ROOT, "%.3f", n)
        : String.format(Locale.ROOT, "%.4f", n);
  }

  private static String plain(double n) {
    return String.format(Locale.ROOT, "%.0f", n);
  }

  /** A ratio as a change: {@code +8.0%}, {@code -12%}, {@code ×14}. */
  String change(double ratio) {
    if (Double.isNaN(ratio)) {
      return none();
    }
    if (ratio == Double.POSITIVE_INFINITY) {
      return unicode ? "+∞" : "+inf";
    }
    if (ratio >= FACTOR) {
      return (unicode ? "×" : "x") + String.format(Locale.ROOT, "%,.0f", ratio);
    }
    double percent = (ratio - 1) * 100;
    return signed(percent) + "%";
  }

  /** An interval of ratios in per cent: {@code [+5.0, +11]}; empty before there is one. */
  String interval(double low, double high) {
    if (Double.isNaN(low) || Double.isNaN(high)) {
      return "";
    }
    return "[" + bound(low) + ", " + bound(high) + "]";
  }

  private String bound(double ratio) {
    return ratio >= FACTOR ? change(ratio) : signed((ratio - 1) * 100);
  }

  private static String signed(double percent) {
    String text = String.format(Locale.ROOT, Math.abs(percent) < 9.95 ? "%+.1f" : "%+.0f", percent);
    return text.equals("-0.0") ? "+0.0" : text;
  }

  /** A share in per cent: {@code 0.62%}, {@code 1%}. */
  String share(double share) {
    if (!Double.isFinite(share)) {
      return none();
    }
    String percent = String.format(Locale.ROOT, share < 0.0995 ? "%.2f" : "%.0f", share * 100);
    return (percent.contains(".") ? percent.replaceAll("\\.?0+$", "") : percent) + "%";
  }

  /** A number with its noun: {@code 1 window}, {@code 40 windows}. */
  static String counted(long n, String one, String many) {
    return number(n) + " " + (n == 1 ? one : many);
  }

  /** A stretch of time that is only estimated: {@code 45s}, {@code 2m}, {@code 3h}, {@code 5d}. */
  static String about(double seconds) {
    if (seconds < 2 * MINUTE) {
      return Math.round(seconds) + "s";
    }
    if (seconds < 2 * HOUR) {
      return Math.round(seconds / MINUTE) + "m";
    }
    return seconds < 2 * DAY
        ? Math.round(seconds / HOUR) + "h"
        : number(Math.rint(seconds / DAY)) + "d";
  }

  /** A stretch of time: {@code 45s}, {@code 2m 05s}, {@code 3h 12m}. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (seconds < 10 && seconds != whole) {
      return String.format(Locale.ROOT, "%.1fs", seconds);
    }
    if (whole < 2 * MINUTE) {
      return whole + "s";
    }
    if (whole < 3600) {
      return String.format(Locale.ROOT, "%dm %02ds", whole / 60, whole % 60);
    }
    return String.format(Locale.ROOT, "%dh %02dm", whole / 3600, whole / 60 % 60);
  }
}
