package io.graydiff.goruntime;

import io.graydiff.goruntime.RemoteMemory.Range;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A copy of the runtime's variables, taken by one system call. Words are whole; two words may be
 * from different moments of that call.
 */
final class Globals {
  private final GoLayout layout;
  private final Map<RuntimeVariable, ByteBuffer> copies;

  private Globals(GoLayout layout, Map<RuntimeVariable, ByteBuffer> copies) {
    this.layout = layout;
    this.copies = copies;
  }

  /** Copies the variables at these addresses. */
  static Globals read(RemoteMemory memory, GoLayout layout, Map<RuntimeVariable, Long> addresses)
      throws TargetMemoryException {
    List<RuntimeVariable> variables = new ArrayList<>(addresses.keySet());
    List<Range> ranges = new ArrayList<>();
    addresses.forEach((variable, at) -> ranges.add(new Range(at, variable.bytes(layout))));
    ByteBuffer all = memory.read(ranges);
    Map<RuntimeVariable, ByteBuffer> copies = new EnumMap<>(RuntimeVariable.class);
    int at = 0;
    for (int i = 0; i < ranges.size(); i++) {
      int length = ranges.get(i).length();
      copies.put(variables.get(i), all.slice(at, length).order(ByteOrder.LITTLE_ENDIAN));
      at += length;
    }
    return new Globals(layout, copies);
  }

  /** The bytes of a variable; empty when its address is not known. */
  Optional<ByteBuffer> copy(RuntimeVariable variable) {
    return Optional.ofNullable(copies.get(variable));
  }

  /** A variable that is a structure; empty when its address is not known. */
  Optional<StructView> structure(RuntimeVariable variable) {
    return copy(variable).map(copy -> new StructView(layout, variable.structure(), copy));
  }

  /** A word of a variable that is a slice or a pointer; empty when its address is not known. */
  Optional<Long> word(RuntimeVariable variable, int at) {
    return copy(variable).map(copy -> copy.getLong(at));
  }

  /** The histogram in a field; empty when there is none or its layout is not known. */
  Optional<TimeHistogram> histogram(TimeDistribution.Place place) {
    return structure(place.variable())
        .flatMap(variable -> variable.slice(place.field()))
        .flatMap(TimeHistogram::decode);
  }

  /** A number that stands in one place. */
  Optional<Long> number(Quantity.Place place) {
    return copy(place.variable())
        .flatMap(copy -> place.in(layout).map(field -> field.number(copy, 0)));
  }
}
