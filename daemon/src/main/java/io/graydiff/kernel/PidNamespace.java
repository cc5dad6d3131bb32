package io.graydiff.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The kernel's programs know processes by their ids in the first pid namespace, this process by
 * those in its own: in another namespace every hit would be one of somebody else.
 */
final class PidNamespace {
  /** PROC_PID_INIT_INO, include/linux/proc_ns.h. */
  private static final String FIRST = "pid:[4026531836]";

  private PidNamespace() {}

  /**
   * Fails where ids differ.
   *
   * @param own the link that names the namespace of this process
   */
  static void requireFirst(Path own) throws KernelException {
    String namespace;
    try {
      namespace = Files.readSymbolicLink(own).toString();
    } catch (IOException e) {
      throw new KernelException("cannot read " + own + "; is /proc mounted? " + e.getMessage());
    }
    if (!namespace.equals(FIRST)) {
      throw new KernelException(
          "this runs in a pid namespace of its own ("
              + namespace
              + "), where process ids are not those that probes see; run with the machine's"
              + " (hostPID: true in a pod, --pid=host for a container)");
    }
  }
}
