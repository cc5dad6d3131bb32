package io.graydiff.collect;

import io.graydiff.gobinary.BuildFacts;
import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;
import io.graydiff.goruntime.GoLayout;
import io.graydiff.goruntime.ProgramLayout;
import io.graydiff.goruntime.RuntimeMap;
import io.graydiff.probe.AttachPlan;
import io.graydiff.probe.PlacementPlanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was read out of a program's file, which is the same for every copy of it: containers that
 * were made of one image run one program from many files. Immutable.
 *
 * @param key names the build and the form of its file
 * @param plan the probes of every signal
 * @param layout where the structures of its Go version have their fields; empty for an unknown one
 * @param build how it was built
 * @param runtime where it keeps its counters; empty without a layout, or if they were not found
 */
record ProgramFacts(
    String key,
    AttachPlan plan,
    Optional<GoLayout> layout,
    BuildFacts build,
    Optional<RuntimeMap> runtime) {
  private static final Logger LOG = LoggerFactory.getLogger(ProgramFacts.class);

  /**
   * Reads a file.
   *
   * @param conditional whether probes can be told on what condition their hits count
   */
  static ProgramFacts of(GoBinary binary, boolean conditional) throws GoBinaryException {
    ProgramLayout found = ProgramLayout.of(binary);
    found.notes().forEach(note -> LOG.warn("{}: {}", binary.path(), note));
    Optional<GoLayout> layout = found.layout();
    return new ProgramFacts(
        binary.cacheKey(),
        PlacementPlanner.plan(binary, conditional),
        layout,
        BuildFacts.of(binary),
        layout.flatMap(known -> runtime(binary, known)));
  }

  private static Optional<RuntimeMap> runtime(GoBinary binary, GoLayout layout) {
    try {
      return Optional.of(RuntimeMap.of(binary, layout));
    } catch (GoBinaryException e) {
      LOG.info("{}: the runtime's counters are not found: {}", binary.path(), e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Whether these are the facts of that file, too. The key alone does not tell: whoever makes a
   * file can give it the build ID of another one, and probes would break its instructions apart.
   *
   * @param own the file that they were read from
   */
  boolean areOf(GoBinary binary, Path own) throws GoBinaryException {
    try {
      return key.equals(binary.cacheKey()) && Files.mismatch(own, binary.path()) < 0;
    } catch (IOException e) {
      return false;
    }
  }
}
