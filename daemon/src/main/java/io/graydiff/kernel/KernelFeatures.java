package io.graydiff.kernel;

import io.graydiff.ffi.Errno;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the running kernel can do, found out by trying.
 *
 * @param uprobeMulti many uprobes by one link, with a pid filter that works (Linux 6.10, 6.6.35)
 */
public record KernelFeatures(boolean uprobeMulti) {
  private static final Logger LOG = LoggerFactory.getLogger(KernelFeatures.class);

  /**
   * Tries it out.
   *
   * @throws KernelException when BPF programs cannot be loaded at all, or would not know processes
   *     by the ids that this process knows them by
   */
  public static KernelFeatures detect() throws KernelException {
    PidNamespace.requireFirst(Path.of("/proc/self/ns/pid"));
    boolean multi = tryMultiLinks();
    LOG.info("uprobe_multi links: {}", multi ? "yes" : "no, using perf events");
    return new KernelFeatures(multi);
  }

  private static boolean tryMultiLinks() throws KernelException {
    try (BpfObject trial = BpfObject.open("/bpf/feature.bpf.o")) {
      trial.attachByMultiLinks("nothing");
      trial.load();
      return MultiLink.supported(trial.program("nothing"));
    } catch (KernelException e) {
      if (e.errno().equals(Errno.EPERM)) {
        throw e;
      }
      return false;
    }
  }
}
