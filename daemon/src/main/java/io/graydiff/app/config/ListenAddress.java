package io.graydiff.app.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the HTTP server listens.
 *
 * @param host a name or an address, without brackets; {@code 0.0.0.0} for all interfaces
 * @param port 0 for any free one
 */
public record ListenAddress(String host, int port) {
  public static final ListenAddress DEFAULT = new ListenAddress("127.0.0.1", 9477);

  private static final String ALL_INTERFACES = "0.0.0.0";
  private static final int MAX_PORT = 65_535;
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([A-Za-z0-9._-]*)):(\\d{1,5})");

  /**
   * Reads {@code HOST:PORT}, {@code [IPV6]:PORT} or {@code :PORT} for all interfaces.
   *
   * @throws InvalidValueException when it has another form
   */
  public static ListenAddress parse(String text) throws InvalidValueException {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || Integer.parseInt(form.group(3)) > MAX_PORT) {
      throw new InvalidValueException(
          "'" + text + "' is not an address; write HOST:PORT such as " + DEFAULT);
    }
    String host = form.group(1) != null ? form.group(1) : form.group(2);
    return new ListenAddress(
        host == null || host.isEmpty() ? ALL_INTERFACES : host, Integer.parseInt(form.group(3)));
  }

  /** As users write it. */
  @Override
  public String toString() {
    return (host.contains(":") ? '[' + host + ']' : host) + ':' + port;
  }
}
