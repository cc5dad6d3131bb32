package io.graydiff.app.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graydiff.compare.AaSplit;
import io.graydiff.compare.EngineState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where running comparisons are saved, one JSON file each, so that they go on after a restart. A
 * file is replaced whole: it is the old one or the new one, whenever the machine stops.
 */
public final class StateFolder {
  private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);

  /** Records are their components: {@code isWhole()} and the like are not saved. */
  private final ObjectMapper mapper =
      JsonMapper.builder().disable(MapperFeature.AUTO_DETECT_IS_GETTERS).build();

  private final Path folder;

  /**
   * What is saved of a comparison.
   *
   * @param compares what it compares and how; a state of another comparison is of no use
   * @param startedAt when it began, RFC 3339
   * @param engine state of its verdicts
   * @param falseAlarms state of the comparison of the baseline's halves
   */
  record Saved(String compares, String startedAt, EngineState engine, AaSplit.State falseAlarms) {}

  /**
   * Uses a folder, making it where it is missing.
   *
   * @throws IOException when it cannot be made or written
   */
  public StateFolder(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    if (!Files.isWritable(folder)) {
      throw new IOException("cannot write to " + folder + "; choose another --state");
    }
  }

  /** The state to go on from; empty, with the reason logged, when there is none of use. */
  Optional<Saved> load(ComparisonSpec spec) {
    Path file = file(spec);
    try {
      Saved saved = mapper.readValue(Files.readAllBytes(file), Saved.class);
      if (saved.compares().equals(identity(spec)) && saved.engine().readable()) {
        LOG.info("{} goes on from {} windows", spec.name(), saved.engine().windows());
        return Optional.of(saved);
      }
      LOG.warn("{} begins anew: {} is of another configuration", spec.name(), file);
    } catch (NoSuchFileException first) {
      LOG.info("{} begins: nothing is saved", spec.name());
    } catch (IOException e) {
      LOG.warn("{} begins anew: {} cannot be read: {}", spec.name(), file, e.getMessage());
    }
    return Optional.empty();
  }

  /** Saves; a failure is logged and costs no more than the state. */
  void save(ComparisonSpec spec, String startedAt, EngineState engine, AaSplit.State falseAlarms) {
    Path file = file(spec);
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      Files.write(next, json(new Saved(identity(spec), startedAt, engine, falseAlarms)));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} is not saved: {}", spec.name(), e.getMessage());
    }
  }

  private byte[] json(Saved saved) throws JsonProcessingException {
    return mapper.writeValueAsBytes(saved);
  }

  private Path file(ComparisonSpec spec) {
    return folder.resolve(spec.name() + ".json");
  }

  /** All that makes windows comparable with those before. */
  private static String identity(ComparisonSpec spec) {
    return String.join(
        "; ",
        spec.baseline().toString(),
        spec.canary().toString(),
        spec.window().toString(),
        Double.toString(spec.engine().alpha()),
        new TreeMap<>(spec.engine().signals()).toString());
  }
}
