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
 * The functions and types at addresses of one executable; at most {@value #KEPT} answers are kept.
 * The file is opened for the first address and stays open: every round of samples has some new
 * ones, and opening it anew takes longer than they do. For one thread.
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
  private final Map<Long, Optional<String>> types = new HashMap<>();
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
    return read(names -> names.at(address).stream().map(this::shared).toList(), List.of());
  }

  /** The type whose descriptor is at an address of the file; empty when there is none. */
  Optional<String> typeAt(long address) {
    if (types.size() > KEPT) {
      types.clear();
    }
    return types.computeIfAbsent(
        address, at -> read(names -> names.typeAt(at), Optional.<String>empty()));
  }

  /** Something that is looked up in the file. */
  private interface LookUp<T> {
    T in(FunctionNames names) throws GoBinaryException;
  }

  private <T> T read(LookUp<T> lookUp, T otherwise) {
    if (unreadable) {
      return otherwise;
    }
    try {
      if (open.isEmpty()) {
        open = Optional.of(FunctionNames.open(file));
      }
      return lookUp.in(open.get());
    } catch (GoBinaryException e) {
      LOG.warn("functions cannot be named: {}", e.getMessage());
      unreadable = true;
      return otherwise;
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

  /** From now on nothing is named. */
  @Override
  public void close() {
    open.ifPresent(FunctionNames::close);
    open = Optional.empty();
    unreadable = true;
    known.clear();
    names.clear();
    types.clear();
  }
}
