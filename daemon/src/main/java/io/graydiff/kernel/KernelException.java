package io.graydiff.kernel;

import io.graydiff.ffi.Errno;
import java.util.List;
import java.util.Optional;

/** An operation that the kernel refused: what was tried, errno, and what the verifier said. */
public final class KernelException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Errno errno;

  /** What cannot be done here, without the kernel having been asked. */
  KernelException(String why) {
    super(why);
    this.errno = Errno.EOPNOTSUPP;
  }

  KernelException(String operation, Errno errno) {
    this(operation, errno, List.of());
  }

  KernelException(String operation, Errno errno, List<String> log) {
    super(operation + ": " + errno + hint(errno) + verifier(log));
    this.errno = errno;
  }

  /** Why the kernel refused. */
  public Errno errno() {
    return errno;
  }

  private static String hint(Errno errno) {
    return errno.equals(Errno.EPERM) || errno.equals(Errno.EACCES) ? Refusal.hint() : "";
  }

  private static String verifier(List<String> log) {
    return lastUsefulLine(log).map(line -> "; " + line).orElse("");
  }

  /** The verifier ends with statistics; what it minded stands right before them. */
  static Optional<String> lastUsefulLine(List<String> log) {
    return log.stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .filter(line -> !line.startsWith("processed ") && !line.startsWith("libbpf:"))
        .filter(line -> !line.startsWith("-- ") && !line.startsWith("verification time"))
        .reduce((earlier, later) -> later);
  }
}
