package io.graydiff.goruntime;

import io.graydiff.goruntime.RemoteMemory.Range;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks what stands at the addresses that are taken for the runtime's variables against what must
 * hold in every running Go program. An address that fails is not used: a quantity that is missing
 * is better than one that is wrong.
 */
final class Plausibility {
  private static final long MOST_PROCESSORS = 1 << 16;
  private static final long MOST_GOROUTINES = 1L << 32;
  private static final int MOST_PERCENT = 1_000_000;

  private final RemoteMemory memory;
  private final GoLayout layout;

  Plausibility(RemoteMemory memory, GoLayout layout) {
    this.memory = memory;
    this.layout = layout;
  }

  /** Those addresses at which the right thing stands. */
  Map<RuntimeVariable, Long> keepPlausible(Map<RuntimeVariable, Long> addresses)
      throws TargetMemoryException {
    Map<RuntimeVariable, Long> kept = new EnumMap<>(RuntimeVariable.class);
    for (Map.Entry<RuntimeVariable, Long> entry : addresses.entrySet()) {
      if (isReadable(entry)) {
        kept.put(entry.getKey(), entry.getValue());
      }
    }
    implausible(Globals.read(memory, layout, kept)).forEach(kept::remove);
    return kept;
  }

  private boolean isReadable(Map.Entry<RuntimeVariable, Long> entry) throws TargetMemoryException {
    return readable(entry.getValue(), entry.getKey().bytes(layout)).isPresent();
  }

  /** Empty when the memory is not mapped; fails when the process is gone. */
  private Optional<ByteBuffer> readable(long address, int length) throws TargetMemoryException {
    try {
      return Optional.of(memory.read(List.of(new Range(address, length))));
    } catch (TargetMemoryException e) {
      if (e.isProcessWide()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private Set<RuntimeVariable> implausible(Globals globals) throws TargetMemoryException {
    List<RuntimeVariable> wrong = new ArrayList<>();
    for (RuntimeVariable variable : RuntimeVariable.values()) {
      boolean right =
          switch (variable) {
            case ALLP -> processors(globals);
            case ALLGS -> goroutines(globals);
            case ALLM -> threads(globals);
            case SCHED -> scheduler(globals);
            case GC_CONTROLLER -> pacer(globals);
            case WORK, MEMSTATS -> cycles(globals);
          };
      if (!right) {
        wrong.add(variable);
      }
    }
    return wrong.isEmpty() ? Set.of() : EnumSet.copyOf(wrong);
  }

  /** Every P knows its place in the list. */
  private boolean processors(Globals globals) throws TargetMemoryException {
    long length = globals.word(RuntimeVariable.ALLP, GoSlice.LENGTH_AT).orElse(0L);
    long capacity = globals.word(RuntimeVariable.ALLP, GoSlice.CAPACITY_AT).orElse(0L);
    if (length < 1 || length > capacity || capacity > MOST_PROCESSORS) {
      return false;
    }
    long array = globals.word(RuntimeVariable.ALLP, 0).orElse(0L);
    int idAt = layout.offset("runtime.p", "id").orElseThrow();
    for (int i = 0; i < length; i++) {
      if (field(array + (long) i * Long.BYTES, idAt, Integer.BYTES).orElse(-1L) != i) {
        return false;
      }
    }
    return true;
  }

  /** The first goroutine is the main one. */
  private boolean goroutines(Globals globals) throws TargetMemoryException {
    long length = globals.word(RuntimeVariable.ALLGS, GoSlice.LENGTH_AT).orElse(0L);
    long capacity = globals.word(RuntimeVariable.ALLGS, GoSlice.CAPACITY_AT).orElse(0L);
    if (length < 1 || length > capacity || capacity > MOST_GOROUTINES) {
      return false;
    }
    long array = globals.word(RuntimeVariable.ALLGS, 0).orElse(0L);
    int goidAt = layout.offset("runtime.g", "goid").orElseThrow();
    return field(array, goidAt, Long.BYTES).orElse(0L) == 1;
  }

  /** The list of threads ends with the first one, whose number is 0. */
  private boolean threads(Globals globals) throws TargetMemoryException {
    Optional<Long> first = globals.word(RuntimeVariable.ALLM, 0);
    if (first.isEmpty()) {
      return false;
    }
    try {
      List<Long> all = new Machines(memory, layout).addresses(first.get());
      int idAt = layout.offset("runtime.m", "id").orElseThrow();
      return memory.read(all.get(all.size() - 1) + idAt, Long.BYTES).getLong() == 0;
    } catch (TargetMemoryException e) {
      if (e.isProcessWide()) {
        throw e;
      }
      return false;
    }
  }

  private static boolean scheduler(Globals globals) {
    return globals
        .structure(RuntimeVariable.SCHED)
        .filter(s -> s.known("goidgen") > 0 && s.known("mnext") > 0 && s.known("npidle") >= 0)
        .isPresent();
  }

  private static boolean pacer(Globals globals) {
    return globals
        .structure(RuntimeVariable.GC_CONTROLLER)
        .filter(s -> s.known("gcPercent") >= -1 && s.known("gcPercent") <= MOST_PERCENT)
        .filter(s -> s.number("memoryLimit").orElse(1L) > 0)
        .filter(s -> s.number("heapInUse").orElse(1L) > 0)
        .isPresent();
  }

  /** Collections are begun in one variable and finished in the other, one at a time. */
  private static boolean cycles(Globals globals) {
    Optional<StructView> work = globals.structure(RuntimeVariable.WORK);
    Optional<StructView> memstats = globals.structure(RuntimeVariable.MEMSTATS);
    if (work.isEmpty() || memstats.isEmpty()) {
      return false;
    }
    long running = (int) (work.get().known("cycles") - memstats.get().known("numgc"));
    return running >= 0 && running <= 1 && memstats.get().known("enablegc") == 1;
  }

  /** A field of the structure to which the word at an address points. */
  private Optional<Long> field(long pointerAt, int offset, int bytes) throws TargetMemoryException {
    Optional<ByteBuffer> pointer = readable(pointerAt, Long.BYTES);
    if (pointer.isEmpty()) {
      return Optional.empty();
    }
    return readable(pointer.get().getLong() + offset, bytes)
        .map(value -> bytes == Integer.BYTES ? (long) value.getInt() : value.getLong());
  }
}
