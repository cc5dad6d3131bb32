package io.graydiff.app;

import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;
import io.graydiff.gobinary.Site;
import io.graydiff.probe.AttachPlan;
import io.graydiff.probe.PlacementPlanner;
import io.graydiff.probe.PlannedProbe;
import io.graydiff.probe.SignalPlan;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What can be probed in a binary: each signal with its functions and sites, or why not. */
final class ProbePlanSection implements InspectSection {

  @Override
  public String key() {
    return "signals";
  }

  @Override
  public Result inspect(GoBinary binary) throws GoBinaryException {
    AttachPlan plan = PlacementPlanner.plan(binary, true);
    List<SignalPlan> signals = List.copyOf(new TreeMap<>(plan.signals()).values());
    return new Result(text(signals), signals.stream().map(SignalRow::of).toList());
  }

  private static String text(List<SignalPlan> signals) {
    TextTable table =
        new TextTable("SIGNAL", "FUNCTION", "ADDRESS", "PLACEMENT", "INSTRUCTION", "WHY");
    for (SignalPlan signal : signals) {
      String name = signal.signal().id();
      if (signal.refused().isPresent()) {
        table.row(name, "-", "-", "-", "-", signal.refused().get());
      }
      for (PlannedProbe probe : signal.probes()) {
        for (Site site : probe.sites()) {
          table.row(
              name,
              site.function(),
              "0x" + Long.toHexString(site.address()),
              placementOf(site),
              site.instruction(),
              site.why());
          name = "";
        }
      }
      for (String note : signal.notes()) {
        table.row("", "", "", "", "", "note: " + note);
      }
    }
    return table.toString();
  }

  private static String placementOf(Site site) {
    return site.placement().name().toLowerCase(Locale.ROOT);
  }

  /** One signal in the JSON form; {@code refused} is left out where the signal can be measured. */
  record SignalRow(String name, @Nullable String refused, List<String> notes, List<SiteRow> sites) {
    static SignalRow of(SignalPlan plan) {
      return new SignalRow(
          plan.signal().id(),
          plan.refused().orElse(null),
          plan.notes(),
          plan.probes().stream()
              .flatMap(probe -> probe.sites().stream().map(site -> SiteRow.of(probe, site)))
              .toList());
    }
  }

  /** One site in the JSON form. */
  record SiteRow(
      String program,
      String function,
      long address,
      long fileOffset,
      String placement,
      String instruction,
      String why) {
    static SiteRow of(PlannedProbe probe, Site site) {
      return new SiteRow(
          probe.program(),
          site.function(),
          site.address(),
          site.fileOffset(),
          placementOf(site),
          site.instruction(),
          site.why());
    }
  }
}
