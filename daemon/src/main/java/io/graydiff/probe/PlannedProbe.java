package io.graydiff.probe;

import io.graydiff.gobinary.Site;
import java.util.List;

/**
 * One BPF program and the sites of one file to which it will be attached.
 *
 * @param program name of the BPF program
 * @param kind what its hits are counted under
 * @param sites at least one
 */
public record PlannedProbe(String program, ProbeKind kind, List<Site> sites) {
  public PlannedProbe {
    sites = List.copyOf(sites);
  }

  /** The offsets in the file, as the kernel wants them. */
  public long[] offsets() {
    return sites.stream().mapToLong(Site::fileOffset).toArray();
  }
}
