package io.graydiff.publish;

import java.io.IOException;
import java.net.InetSocketAddress;

/** The server cannot listen at its address; the message says why and what to do, on one line. */
public final class ListenException extends IOException {
  private static final long serialVersionUID = 1;

  private ListenException(String message, Throwable cause) {
    super(message, cause);
  }

  static ListenException of(InetSocketAddress address, Throwable cause) {
    return new ListenException(
        "cannot listen on " + name(address) + ": " + advice(address, cause), cause);
  }

  private static String advice(InetSocketAddress address, Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (address.isUnresolved()) {
      return "unknown host; name an address of this machine with --listen";
    }
    if (message.contains("in use")) {
      return "address in use; choose another with --listen";
    }
    if (message.contains("ermission denied")) {
      return "permission denied; choose a port above 1023 with --listen";
    }
    if (message.contains("annot assign")) {
      return "not an address of this machine; choose another with --listen";
    }
    return message.lines().findFirst().orElse("") + "; choose another with --listen";
  }

  /** HOST:PORT, with brackets around an IPv6 address. */
  static String name(InetSocketAddress address) {
    String host = address.getHostString();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
