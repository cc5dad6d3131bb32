package io.graydiff.probe;

import io.graydiff.gobinary.BranchCondition;
import io.graydiff.gobinary.Placement;
import io.graydiff.gobinary.Site;
import io.graydiff.kernel.KernelAbi;
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

  /** For each site the number that tells the program which hits count, and what they cost. */
  public long[] cookies() {
    return sites.stream().mapToLong(PlannedProbe::cookie).toArray();
  }

  private static long cookie(Site site) {
    long dear = site.placement() == Placement.DEAR ? KernelAbi.GD_COOKIE_DEAR : 0;
    return dear | site.onlyIf().map(PlannedProbe::cookie).orElse(0L);
  }

  private static long cookie(BranchCondition condition) {
    return KernelAbi.GD_COOKIE_CONDITION | condition.code();
  }
}
