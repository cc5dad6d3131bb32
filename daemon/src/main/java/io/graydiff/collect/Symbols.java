package io.graydiff.collect;

import io.graydiff.gobinary.FunctionNames;
import io.graydiff.gobinary.GoBinaryException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The functions at addresses of one executable, as far as they were asked for lately. The file is
 * opened for an address that is not known yet and closed by {@link #rest}, so that between two
 * rounds nothing but at most {@value #KEPT} answers is kept. For one thread.
 */
final class Symbols implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Symbols.class);
  private static final int KEPT = 8192;
  private static final String MOVED_FROM = "runtime/internal/";
  private static final String MOVED_TO = "internal/runtime/";

  private final Path file;
  private final Map<Long, List<String>> known =
      new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, List<String>> eldest) {
          return size() > KEPT;
        }
      };
  private final Map<String, String> names = new HashMap<>();
  private Optional<FunctionNames> open = Optional.empty();
  private boolean unreadable;

  /**
   * @param file a path that stays good as long as this is in use
   */
  Symbols(Path file) {
    this.file = file;
  }

  /** The functions at an address of the file, innermost first; empty when there are none. */
  List<String> at(long address) {
    List<String> found = known.get(address);
    if (found == null) {
      found = lookUp(address);
      known.put(address, found);
    }
    return found;
  }

  private List<String> lookUp(long address) {
    if (unreadable) {
      return List.of();
    }
    try {
      if (open.isEmpty()) {
        open = Optional.of(FunctionNames.open(file));
      }
      return open.get().at(address).stream().map(this::shared).toList();
    } catch (GoBinaryException e) {
      LOG.warn("functions cannot be named: {}", e.getMessage());
      unreadable = true;
      return List.of();
    }
  }

  /**
   * One copy of each name, as long as there are not too many. Packages under runtime/internal moved
   * to internal/runtime in Go 1.23 and 1.24; the old ones go by their new names, or a move would
   * look like a change.
   */
  private String shared(String asBuilt) {
    String name =
        asBuilt.startsWith(MOVED_FROM)
            ? MOVED_TO + asBuilt.substring(MOVED_FROM.length())
            : asBuilt;
    if (names.size() > KEPT) {
      names.clear();
    }
    return names.computeIfAbsent(name, same -> same);
  }

  /** Closes the file until it is needed again. */
  void rest() {
    open.ifPresent(FunctionNames::close);
    open = Optional.empty();
  }

  /** From now on nothing is named. */
  @Override
  public void close() {
    rest();
    unreadable = true;
    known.clear();
    names.clear();
  }
}
